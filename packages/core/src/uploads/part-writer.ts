import { type TenantTx, uploads } from "@rolecall/db";
import { AppError, isStorableJson, type UploadFile } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

export type Target = { uploadId: string; file: UploadFile };

/** The kinds of part that each file gives, where its numbers begin, and the part that says that the file is whole. */
const PARTS = {
  "authorization-details": {
    kinds: ["user", "role", "group", "policy", "instance_profile"],
    whole: "whole:authorization-details",
    firstSeq: 0,
  },
  "credential-report": { kinds: ["report_row"], whole: "whole:credential-report", firstSeq: 1_000_000 },
} as const satisfies Record<UploadFile, { kinds: readonly string[]; whole: string; firstSeq: number }>;

const MAX_FACTS_PER_PART = 200;
/** Of all that waits to be written, of any kind. */
const MAX_WAITING_BYTES = 512 * 1024;
/**
 * What all facts of one file may have: 5,000 users and 5,000 roles with 4 KB of policies each. The worker lands it whole, and has 384 MB
 * of heap: with 17,000 users in 40 MB it took 330.
 */
const MAX_FACT_BYTES = 40 * 1024 * 1024;

export const kindsOf = (file: UploadFile): string[] => [...PARTS[file].kinds, PARTS[file].whole];
const otherFile = (file: UploadFile): UploadFile =>
  file === "credential-report" ? "authorization-details" : "credential-report";

/** Whether the upload's other file is there as a whole. */
export const hasOtherFile = async (tx: TenantTx, { uploadId, file }: Target): Promise<boolean> =>
  (await stateOfFile(tx, { uploadId, file: otherFile(file) })) === "whole";

/** Whether a file of an upload is there, as a whole or only in part: whatever received it was ended. */
export async function stateOfFile(tx: TenantTx, { uploadId, file }: Target): Promise<"whole" | "broken" | "none"> {
  const { kinds, whole } = PARTS[file];
  if (await uploads.hasFacts(tx, uploadId, [whole])) return "whole";
  return (await uploads.hasFacts(tx, uploadId, kinds)) ? "broken" : "none";
}

const busy = ({ file }: Target): AppError =>
  new AppError("CONFLICT", `${file}: this file of the upload is being sent twice at once. Send it again, once.`);

/**
 * Writes facts as they come, in parts of a few hundred and of bounded size, each in a transaction of its own: a slow sender holds
 * none open.
 */
export class PartWriter {
  private readonly ctx: Ctx;
  private readonly target: Target;
  private readonly waiting = new Map<string, string[]>();
  private waitingBytes = 0;
  private writtenBytes = 0;
  private parts = 0;

  constructor(ctx: Ctx, target: Target) {
    this.ctx = ctx;
    this.target = target;
  }

  /** @throws AppError INVALID for a fact that cannot be kept; TOO_LARGE if the facts are too many */
  async add(kind: string, fact: unknown): Promise<void> {
    const { file } = this.target;
    const json = JSON.stringify(fact);
    if (!isStorableJson(json)) {
      const message = `${file}: one ${kind.replace("_", " ")} in it holds the character U+0000 or half a surrogate pair, which no text of IAM has. The file is damaged.`;
      throw new AppError("INVALID", message, { details: { field: file } });
    }
    this.waitingBytes += json.length;
    if (this.writtenBytes + this.waitingBytes > MAX_FACT_BYTES) {
      const message = `${file}: what it holds is more than ${MAX_FACT_BYTES / 1024 / 1024} MB, more than an account can have.`;
      throw new AppError("TOO_LARGE", message, { details: { field: file, maxBytes: MAX_FACT_BYTES } });
    }
    const facts = this.waiting.get(kind) ?? [];
    facts.push(json);
    this.waiting.set(kind, facts);
    if (this.waitingBytes >= MAX_WAITING_BYTES) await this.writeAll();
    else if (facts.length >= MAX_FACTS_PER_PART) await this.write(kind);
  }

  /** A list that is there, whatever it holds: a part of it is written, if need be without facts. */
  async addList(kind: string): Promise<void> {
    await this.inOpenUpload((tx) => this.insert(tx, kind, []));
  }

  /** Writes what waits, and notes in the given transaction's way that the file is whole. */
  async end(alsoIn: (tx: TenantTx) => Promise<void>): Promise<void> {
    await this.writeAll();
    const { uploadId, file } = this.target;
    const { kinds, whole } = PARTS[file];
    await this.inOpenUpload(async (tx) => {
      if ((await uploads.countParts(tx, uploadId, kinds)) !== this.parts) throw busy(this.target);
      await this.insert(tx, whole, []);
      await alsoIn(tx);
    });
  }

  private async writeAll(): Promise<void> {
    for (const kind of this.waiting.keys()) await this.write(kind);
  }

  private async write(kind: string): Promise<void> {
    const facts = this.waiting.get(kind) ?? [];
    if (facts.length === 0) return;
    this.waiting.delete(kind);
    const bytes = facts.reduce((sum, { length }) => sum + length, 0);
    this.waitingBytes -= bytes;
    this.writtenBytes += bytes;
    await this.inOpenUpload((tx) => this.insert(tx, kind, facts));
  }

  private async insert(tx: TenantTx, kind: string, facts: readonly string[]): Promise<void> {
    const { uploadId, file } = this.target;
    const part = { uploadId, seq: PARTS[file].firstSeq + this.parts, kind, facts };
    if (!(await uploads.insertPart(tx, this.ctx.tenantId, part))) throw busy(this.target);
    this.parts += 1;
  }

  private inOpenUpload(work: (tx: TenantTx) => Promise<void>): Promise<void> {
    const { ctx, target } = this;
    return ctx.db.inTenant(ctx.tenantId, async (tx) => {
      if (!(await uploads.holdReceiving(tx, target.uploadId))) {
        throw new AppError(
          "CONFLICT",
          "This upload was completed or dropped while the file was sent. Begin a new one.",
        );
      }
      await work(tx);
    });
  }
}
