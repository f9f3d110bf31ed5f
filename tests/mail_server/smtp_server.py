"""An SMTP server on loopback that keeps what it is sent, for the tests of mail.

/usr/bin/python3 tests/mail_server/smtp_server.py FOLDER [--starttls CERTIFICATE KEY] [--auth USER PASSWORD]
    [--mails-of-connection N] [--no-relay]

Prints "port=N" when it listens, and ends when its stdin does. Each message becomes FOLDER/000001.json and so on before it
is answered for: the envelope, and what Python's email package reads in it. What the part of the recipient before the @
begins with decides its fate: "refuse" 550 at RCPT; "later" 451 at RCPT; "once" 451 at RCPT the first time; "drop" the
connection breaks off in place of an answer to the message, which is not kept; "spam" 554 to the message; "slow" the
answer to the message comes after two seconds. --mails-of-connection: 421 at MAIL after so many on a connection;
--no-relay: 554 at RCPT for everybody.
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def text_of(data):
    return base64.b64encode(data).decode()


def read(content):
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "header_defects": sum(len(value.defects) for value in message.values() if hasattr(value, "defects")),
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
        "parts": [[part.get_content_type(), text_of(part.get_payload(decode=True))] for part in parts],
        "longest_line": max(len(line) for line in content.split(b"\r\n")),
    }


class Handler:
    def __init__(self, folder, mails_of_connection, relays):
        self.folder = folder
        self.mails_of_connection = mails_of_connection
        self.relays = relays
        self.count = 0
        self.seen_once = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mails_of_connection and getattr(session, "mails", 0) >= self.mails_of_connection:
            return "421 4.7.0 enough for one connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not self.relays:
            return "554 5.7.1 Relay access denied"
        if address.startswith("refuse"):
            return "550 5.1.1 <" + address + "> is not here"
        if address.startswith("later"):
            return "451 4.3.0 not now, " + address
        if address.startswith("once") and address not in self.seen_once:
            self.seen_once.add(address)
            return "451 4.2.0 once more"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        if recipient.startswith("drop"):
            server.transport.abort()
            return "421 gone"
        if recipient.startswith("spam"):
            return "554 5.7.1 no"
        session.mails = getattr(session, "mails", 0) + 1
        if recipient.startswith("slow"):
            await asyncio.sleep(2)
        record = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "helo": session.host_name,
            "tls": session.ssl is not None,
            "user": session.auth_data if isinstance(session.auth_data, str) else "",
            "peer": str(session.peer[1]),
            "content": text_of(envelope.original_content),
        }
        record.update(read(envelope.original_content))
        self.count += 1
        path = os.path.join(self.folder, "%06d.json" % self.count)
        with open(path + ".new", "w") as out:
            json.dump(record, out)
        os.rename(path + ".new", path)
        return "250 OK"


async def serve(arguments):
    options = {"enable_SMTPUTF8": False, "hostname": "localhost"}
    if arguments.starttls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*arguments.starttls)
        options.update(tls_context=context, require_starttls=True)
    if arguments.auth:
        user, password = (part.encode() for part in arguments.auth)

        def authenticate(server, session, envelope, mechanism, data):
            right = data.login == user and data.password == password
            return AuthResult(success=right, handled=False, auth_data=user.decode() if right else None)

        options.update(authenticator=authenticate, auth_required=True, auth_require_tls=bool(arguments.starttls))
    handler = Handler(arguments.folder, arguments.mails_of_connection, not arguments.no_relay)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop, **options), "127.0.0.1", 0)
    print("port=%d" % server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    os._exit(0)


parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--starttls", nargs=2)
parser.add_argument("--auth", nargs=2)
parser.add_argument("--mails-of-connection", type=int)
parser.add_argument("--no-relay", action="store_true")
asyncio.run(serve(parser.parse_args()))
