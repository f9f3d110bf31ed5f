// A paperdex-server of a new index in a folder of its own.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function startServer(programs, files) {
  const folder = mkdtempSync(join(tmpdir(), "paperdex-openapi-"));
  const index = join(folder, "index");
  execFileSync(join(programs, "paperdex-index"), ["--index", index, "add", ...files], { stdio: "ignore" });
  const child = spawn(join(programs, "paperdex-server"), ["--index", index, "--port", "0"], {
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
