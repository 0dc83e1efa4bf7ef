// A receiver of webhooks in small: it checks who sent a notice, takes each once, and then asks for the referral.
//
//     node dist/webhook.js --port 8443 --secret whsec_... [--secret whsec_...]
//
// Give two secrets while one is rotated. Behind a proxy that ends TLS: Sentier posts to https addresses only.
// What happens is told on the standard output, one JSON object a line. A real system asks for the referral with
// its credential (see partner.ts) where this one only tells of it.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";

const TOLERANCE = 300; // Seconds: an older notice, or one from the future, may be a replayed one.
const LONGEST = 65_536; // Bytes: ours have some three hundred.

function tell(what: Record<string, unknown>): void {
  console.log(JSON.stringify(what));
}

/** Whether a notice is Sentier's, as Standard Webhooks (https://www.standardwebhooks.com) say.
 *  `body` is what came, byte by byte: parse it after, not before. */
export function verify(secrets: string[], headers: IncomingHttpHeaders, body: Buffer, now = Date.now() / 1000): boolean {
  const [id, sent, given] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headers[name]);
  if (typeof id !== "string" || typeof sent !== "string" || typeof given !== "string") return false;
  if (!/^\d+$/.test(sent) || Math.abs(now - Number(sent)) > TOLERANCE) return false;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const signatures = given.split(" ").map(bytes);
  return secrets.some((secret) => {
    const key = new Uint8Array(Buffer.from(secret.replace(/^whsec_/, ""), "base64"));
    const signed = createHmac("sha256", key).update(`${id}.${sent}.`).update(new Uint8Array(body));
    const expected = bytes("v1," + signed.digest("base64"));
    // Compared in constant time: how long it takes must not tell how much was right.
    return signatures.some((it) => it.length === expected.length && timingSafeEqual(it, expected));
  });
}

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, secret: { type: "string", multiple: true, default: [] } },
});
const known = new Set<string>(); // Keep it on disk, as partner.ts does: what came before comes again after a crash.

const server = createServer((request, response) => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const answer = (status: number): void => void response.writeHead(status, { "content-length": "0" }).end();
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > LONGEST) request.destroy();
    else chunks.push(new Uint8Array(chunk));
  });
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (!verify(values.secret ?? [], request.headers, body)) {
      tell({ refused: "signature" });
      return answer(401);
    }
    const id = String(request.headers["webhook-id"]);
    const notice = JSON.parse(body.toString("utf8"));
    if (notice.type !== "referral.changed") {
      tell({ ignored: id }); // Kinds will be added: they are taken, and nothing is done.
    } else if (known.has(id)) {
      tell({ duplicate: id });
    } else {
      const { referral, state, version } = notice.data;
      tell({ notice: id, referral, state, version });
      known.add(id);
    }
    // Answered at once: who asks for the referral first is too late after ten seconds.
    answer(204);
  });
});
server.listen(Number(values.port), "127.0.0.1", () => {
  tell({ listening: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
});
