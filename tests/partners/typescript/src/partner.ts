// An agency's system in small: it follows its referrals, keeps a copy of each on disk, answers them, and
// forgets what it may no longer know.
//
//   node dist/partner.js --address https://127.0.0.1:7433 --credential DIR --state DIR --answer accept
//
// DIR of --credential holds agency.key, agency.pem and ca.pem, as `sentier agency enrol` wrote them.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { Copies, tell } from "./copies.js";
import { Pause, passes, reasonOf, waitOf } from "./errors.js";
import { ReferralsService, type WatchReferralsResponse } from "./gen/sentier/referrals/v1/referrals_service_pb.js";
import { type Referral, Referral_Outcome, Referral_State } from "./gen/sentier/referrals/v1/resources_pb.js";

/** A heartbeat comes every 15 s: a stream that is silent for longer is dead. */
const SILENCE = 45_000;
/** Milliseconds for each call. */
const DEADLINE = 10_000;
const STEPS = ["none", "acknowledge", "accept", "complete"];

const { values: given } = parseArgs({
  options: {
    address: { type: "string" },
    credential: { type: "string" },
    state: { type: "string" },
    answer: { type: "string", default: "accept" },
  },
});
const steps = STEPS.indexOf(given.answer ?? "accept");
if (!given.address || !given.credential || !given.state || steps < 0) {
  throw new Error(`usage: --address URL --credential DIR --state DIR --answer ${STEPS.join("|")}`);
}
const folder = given.credential;
const credential = (file: string) => readFileSync(join(folder, file));
const transport = createGrpcTransport({
  baseUrl: given.address,
  nodeOptions: { ca: credential("ca.pem"), cert: credential("agency.pem"), key: credential("agency.key") },
  // A line that is cut without a word is noticed within 30 s.
  pingIntervalMs: 20_000,
  pingTimeoutMs: 10_000,
});
const client = createClient(ReferralsService, transport);
const copies = new Copies(given.state);

/** One call, asked again with the same content until it is answered: its request_id makes that safe. */
async function call<T>(ask: (options: { timeoutMs: number }) => Promise<T>): Promise<T> {
  const pause = new Pause();
  for (;;) {
    try {
      return await ask({ timeoutMs: DEADLINE });
    } catch (thrown) {
      const error = ConnectError.from(thrown);
      if (!passes(error)) throw error;
      await pause.wait(waitOf(error));
    }
  }
}

/** The stream, opened again from the last token after every end. */
async function follow(): Promise<never> {
  let pause = new Pause();
  for (;;) {
    let wait = 0;
    copies.expire();
    const silence = new AbortController();
    let alarm = setTimeout(() => silence.abort(), SILENCE);
    try {
      const stream = client.watchReferrals({ resumeToken: copies.token }, { signal: silence.signal });
      for await (const item of stream) {
        clearTimeout(alarm);
        pause = new Pause();
        await take(item);
        alarm = setTimeout(() => silence.abort(), SILENCE);
      }
      // Its end without an error: the service stops for a moment.
    } catch (thrown) {
      const error = ConnectError.from(thrown);
      wait = waitOf(error);
      if (error.code === Code.Unauthenticated) {
        throw new Error(`the credential is not good any more: ${reasonOf(error)}`);
      }
      if (reasonOf(error) === "FOREIGN_RESUME_TOKEN") {
        // Ours is from another life of the service: begin again; what is known is known.
        copies.forgetToken();
      } else if (!passes(error)) {
        throw error;
      }
    } finally {
      clearTimeout(alarm);
    }
    await pause.wait(wait);
  }
}

async function take(item: WatchReferralsResponse): Promise<void> {
  const referral = item.referral;
  if (referral && copies.knows(item.eventId)) {
    tell({ duplicate: item.eventId });
  } else if (referral) {
    const state = `STATE_${Referral_State[referral.state] ?? referral.state}`;
    tell({ event: item.eventId, referral: referral.name, state, version: Number(referral.version) });
    await handle(referral);
  }
  if (!referral) copies.expire();
  copies.processed(item.eventId, item.resumeToken);
}

async function handle(referral: Referral): Promise<void> {
  if (!referral.readUntilTime) {
    // Withdrawn, declined, ended: whatever the state is called, it may not be known any more.
    copies.forget(referral.name);
    return;
  }
  // An item of the past: our copy is newer.
  if (referral.version < copies.version(referral.name)) return;
  copies.keep(referral);
  if (referral.state !== Referral_State.SENT) return;
  try {
    await answer(referral);
  } catch (thrown) {
    const reason = reasonOf(ConnectError.from(thrown));
    // It ended while we worked on it; the stream will say how. Anything else is our mistake.
    if (!["REFERRAL_STATE", "DISCLOSURE_ENDED", "NOT_FOUND"].includes(reason)) throw thrown;
    tell({ refused: referral.name, reason });
    if (reason !== "REFERRAL_STATE") copies.forget(referral.name);
  }
}

async function answer(referral: Referral): Promise<void> {
  const name = referral.name;
  const step = async (verb: string, ask: (key: string, options: { timeoutMs: number }) => Promise<unknown>) => {
    if (steps < STEPS.indexOf(verb)) return;
    await call((options) => ask(keyOf(`${name}/${verb}`), options));
    tell({ done: verb, referral: name });
  };
  if (steps > 0) {
    const read = await call((options) => client.getDisclosure({ name }, options));
    copies.keep(referral, read.disclosure);
  }
  await step("acknowledge", (requestId, options) => client.acknowledgeReferral({ name, requestId }, options));
  await step("accept", (requestId, options) => client.acceptReferral({ name, requestId }, options));
  const outcome = Referral_Outcome.SERVED;
  await step("complete", (requestId, options) => client.completeReferral({ name, requestId, outcome }, options));
}

/** A UUID that follows from what is done: after a crash the repeat is the same request, and done once. */
function keyOf(what: string): string {
  const bytes = createHash("sha256").update(what).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

tell({ following: true });
await follow();
