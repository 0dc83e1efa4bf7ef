// What a refusal says, and how long to wait before the next try.

import { setTimeout as sleep } from "node:timers/promises";
import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.js";

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 30_000;

/** The reason of a refusal (`sentier.errors.v1.ErrorReason`); empty when nobody spoke: the line was cut. */
export function reasonOf(error: ConnectError): string {
  return error.findDetails(ErrorInfoSchema)[0]?.reason ?? "";
}

/** Milliseconds that the service asks to wait. */
export function waitOf(error: ConnectError): number {
  const delay = error.findDetails(RetryInfoSchema)[0]?.retryDelay;
  return delay ? Number(delay.seconds) * 1000 + delay.nanos / 1e6 : 0;
}

/** Whether another try with the same content may be answered otherwise. */
export function passes(error: ConnectError): boolean {
  switch (error.code) {
    case Code.Unavailable:
    case Code.DeadlineExceeded:
    case Code.ResourceExhausted:
    case Code.Canceled:
      return true;
    case Code.Aborted:
    case Code.Unknown:
    case Code.Internal:
      return reasonOf(error) === "";
    default:
      return false;
  }
}

/** Waits longer after each failure, a little by chance, and at least as long as the service asks for. */
export class Pause {
  private next = FIRST_PAUSE;

  async wait(atLeast = 0): Promise<void> {
    await sleep(Math.max(atLeast, this.next * (0.5 + Math.random() / 2)));
    this.next = Math.min(this.next * 2, LONGEST_PAUSE);
  }
}
