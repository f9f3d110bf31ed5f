// A paperdex-server of a new index in a folder of its own, that sends mail to a port of this machine.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// How others reach it, as its configuration says.
export const BASE = "https://papers.example.org";

export async function startServer(programs, files, mailPort) {
  const folder = mkdtempSync(join(tmpdir(), "paperdex-openapi-"));
  const index = join(folder, "index");
  const config = join(folder, "paperdex.toml");
  writeFileSync(
    config,
    `index = "${index}"
[server]
url = "${BASE}"
port = 0
proxies = ["127.0.0.1"]
[mail]
database = "${join(folder, "subscriptions.sqlite")}"
smtp = "smtp://127.0.0.1:${mailPort}"
tls = "none"
from = "Paperdex <papers@example.org>"
`,
  );
  execFileSync(join(programs, "paperdex-index"), ["--index", index, "add", ...files], { stdio: "ignore" });
  const child = spawn(join(programs, "paperdex-server"), ["--config", config, "--port", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = await new Promise((listens, failed) => {
    let said = "";
    child.stderr.on("data", (block) => {
      said += block;
      const found = said.match(/^listening url=(\S+)/m);
      if (found) listens(found[1]);
    });
    child.on("exit", () => failed(new Error(`the server ended: ${said}`)));
  });
  const stop = () => {
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}
