"""A receiver of webhooks in small: it checks who sent a notice, takes each once, and then asks for the referral.

    python3 webhook.py --port 8443 --secret whsec_... [--secret whsec_...]

Give two secrets while one is rotated. Behind a proxy that ends TLS: Sentier posts to https addresses only.
What happens is told on the standard output, one JSON object a line; nothing personal is in it, because
nothing personal comes. A real system asks for the referral with its credential (see partner.py) where this
one only tells of it.
"""

import argparse
import base64
import hashlib
import hmac
import http.server
import json
import time

TOLERANCE = 300  # Seconds: an older notice, or one from the future, may be a replayed one.
LONGEST = 65_536  # Bytes: ours have some three hundred.


def tell(**what):
    print(json.dumps(what), flush=True)


def verify(secrets, headers, body, now=None):
    """Whether a notice is Sentier's, as Standard Webhooks (https://www.standardwebhooks.com) say.

    `body` is what came, byte by byte: parse it after, not before.
    """
    try:
        identity, sent = headers["webhook-id"], int(headers["webhook-timestamp"])
        signatures = headers["webhook-signature"].split(" ")
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    if abs((time.time() if now is None else now) - sent) > TOLERANCE:
        return False
    signed = b".".join([identity.encode(), str(sent).encode(), body])
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        # Compared in constant time: how long it takes must not tell how much was right.
        if any(hmac.compare_digest(expected, signature) for signature in signatures):
            return True
    return False


class Receiver(http.server.BaseHTTPRequestHandler):
    secrets = []
    known = set()  # Keep it on disk, as partner.py does: what came before comes again after a crash.

    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        if length > LONGEST:
            return self.answer(413)
        body = self.rfile.read(length)
        if not verify(self.secrets, self.headers, body):
            tell(refused="signature")
            return self.answer(401)
        identity, notice = self.headers["webhook-id"], json.loads(body)
        if notice.get("type") != "referral.changed":
            tell(ignored=identity)  # Kinds will be added: they are taken, and nothing is done.
        elif identity in self.known:
            tell(duplicate=identity)
        else:
            data = notice["data"]
            tell(notice=identity, referral=data["referral"], state=data["state"], version=data["version"])
            self.known.add(identity)
        # Answered at once: who asks for the referral first is too late after ten seconds.
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--secret", action="append", required=True)
    given = parser.parse_args()
    Receiver.secrets = given.secret
    server = http.server.ThreadingHTTPServer(("127.0.0.1", given.port), Receiver)
    tell(listening=f"http://127.0.0.1:{server.server_port}/")
    server.serve_forever()


if __name__ == "__main__":
    main()
