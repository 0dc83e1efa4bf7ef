// What the agency keeps: a file for each referral, the events it has processed, the last token.

import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { readdirSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type MessageShape, toJson } from "@bufbuild/protobuf";
import { DisclosureSchema } from "./gen/sentier/cases/v1/cases_service_pb.js";
import { type Referral, ReferralSchema } from "./gen/sentier/referrals/v1/resources_pb.js";

export type Disclosure = MessageShape<typeof DisclosureSchema>;

/** One JSON object a line on the standard output; nothing personal is in it. */
export function tell(what: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

export class Copies {
  private readonly seen: Set<string>;

  constructor(private readonly folder: string) {
    mkdirSync(join(folder, "referrals"), { recursive: true });
    this.seen = new Set(this.read("seen").split("\n"));
  }

  get token(): string {
    return this.read("token").trim();
  }

  knows(eventId: string): boolean {
    return this.seen.has(eventId);
  }

  /** The last thing done about an item: if we die before, the item comes again and is known. */
  processed(eventId: string, token: string): void {
    if (eventId !== "") {
      this.seen.add(eventId);
      appendFileSync(join(this.folder, "seen"), `${eventId}\n`);
    }
    this.write(join(this.folder, "token"), token);
  }

  forgetToken(): void {
    rmSync(join(this.folder, "token"), { force: true });
  }

  keep(referral: Referral, disclosure?: Disclosure): void {
    const copy = {
      referral: toJson(ReferralSchema, referral),
      disclosure: disclosure ? toJson(DisclosureSchema, disclosure) : this.copy(referral.name)?.disclosure,
    };
    this.write(this.path(referral.name), JSON.stringify(copy));
  }

  version(name: string): bigint {
    return BigInt(this.copy(name)?.referral.version ?? 0);
  }

  /** Forgets what may be known no longer by its term. */
  expire(): void {
    for (const file of readdirSync(join(this.folder, "referrals"))) {
      if (!file.endsWith(".json")) continue;
      const kept = JSON.parse(readFileSync(join(this.folder, "referrals", file), "utf8")).referral;
      if (!(Date.parse(kept.readUntilTime) > Date.now())) this.forget(kept.name);
    }
  }

  /** Deletes the copy. Do the same to whatever you copied further: prints, exports, backups. */
  forget(name: string): void {
    rmSync(this.path(name), { force: true });
    tell({ forgotten: name });
  }

  private copy(name: string) {
    const path = this.path(name);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  }

  private path(name: string): string {
    return join(this.folder, "referrals", `${name.split("/").pop()}.json`);
  }

  private read(name: string): string {
    const path = join(this.folder, name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  /** Whole or not at all, whatever happens to this machine. */
  private write(path: string, text: string): void {
    const part = `${path}.part`;
    const file = openSync(part, "w");
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(part, path);
  }
}
