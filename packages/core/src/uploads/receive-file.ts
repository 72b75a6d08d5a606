import { uploads } from "@rolecall/db";
import {
  AppError,
  groupFromDetail,
  instanceProfilesFromRoleDetail,
  type Partition,
  policyFromDetail,
  roleFromDetail,
  UPLOAD_FILES,
  type Upload,
  type UploadFile,
  userFromDetail,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { type DetailKind, readAuthorizationDetailsFile } from "./authorization-details-file.ts";
import { readCredentialReportFile } from "./credential-report-file.ts";
import { findUploadRow, getUpload } from "./uploads.ts";

type Body = AsyncIterable<Uint8Array>;
type Target = { uploadId: string; file: UploadFile };

const FACTS_PER_PART = 200;
/** The kinds of part that each file gives, and where its numbers begin. */
const PARTS = {
  "authorization-details": { kinds: ["user", "role", "group", "policy", "instance_profile"], firstSeq: 0 },
  "credential-report": { kinds: ["report_row"], firstSeq: 1_000_000 },
} as const satisfies Record<UploadFile, { kinds: readonly string[]; firstSeq: number }>;

const TO_FACT: Record<DetailKind, (detail: Record<string, unknown>) => { arn: string }> = {
  user: userFromDetail,
  role: roleFromDetail,
  group: groupFromDetail,
  policy: policyFromDetail,
};

async function* atMost(body: Body, file: UploadFile): AsyncGenerator<Uint8Array> {
  const { maxBytes } = UPLOAD_FILES[file];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new AppError(
        "TOO_LARGE",
        `${file}: the file is larger than ${maxBytes / 1024 / 1024} MB, more than an account can have.`,
        {
          details: { field: file, maxBytes },
        },
      );
    }
    yield chunk;
  }
}

const ACCOUNT_OF_ARN = /^arn:(aws[\w-]*):[\w-]+:[^:]*:(\d{12}):/;

type AccountNumber = { partition: Partition; awsAccountId: string };

/** Sees to it that all that is uploaded is of one account. */
class OneAccount {
  found: AccountNumber | null;
  private readonly file: UploadFile;

  constructor(file: UploadFile, known: AccountNumber | null) {
    this.file = file;
    this.found = known;
  }

  /** @throws AppError INVALID for an ARN of another account. AWS's own policies are of none. */
  note(arn: string): void {
    const [, partition, awsAccountId] = ACCOUNT_OF_ARN.exec(arn) ?? [];
    if (!partition || !awsAccountId) return;
    this.found ??= { partition: partition as Partition, awsAccountId };
    if (this.found.awsAccountId === awsAccountId) return;
    throw new AppError(
      "INVALID",
      `${this.file}: it names ${arn} of account ${awsAccountId}, but what came before is of account ${this.found.awsAccountId}. An upload is of one account: begin another one for the other.`,
      { details: { field: this.file, awsAccountId, expectedAwsAccountId: this.found.awsAccountId } },
    );
  }
}

/** Writes facts as they come, in parts of a few hundred, each in a transaction of its own: a slow sender holds none open. */
class PartWriter {
  private readonly ctx: Ctx;
  private readonly uploadId: string;
  private readonly waiting = new Map<string, unknown[]>();
  private seq: number;

  constructor(ctx: Ctx, { uploadId, file }: Target) {
    this.ctx = ctx;
    this.uploadId = uploadId;
    this.seq = PARTS[file].firstSeq;
  }

  async add(kind: string, fact: unknown): Promise<void> {
    const facts = this.waiting.get(kind) ?? [];
    facts.push(fact);
    this.waiting.set(kind, facts);
    if (facts.length >= FACTS_PER_PART) await this.write(kind);
  }

  /** A list that is there, whatever it holds: a part of it is written, if need be without facts. */
  async addList(kind: string): Promise<void> {
    if (!this.waiting.has(kind)) await this.writePart(kind, []);
  }

  async end(): Promise<void> {
    for (const kind of this.waiting.keys()) await this.write(kind);
  }

  private async write(kind: string): Promise<void> {
    const facts = this.waiting.get(kind) ?? [];
    if (facts.length === 0) return;
    this.waiting.set(kind, []);
    await this.writePart(kind, facts);
  }

  private async writePart(kind: string, facts: readonly unknown[]): Promise<void> {
    const { ctx, uploadId } = this;
    const part = { uploadId, seq: this.seq++, kind, facts };
    await ctx.db.inTenant(ctx.tenantId, async (tx) => {
      if (!(await uploads.holdReceiving(tx, uploadId))) {
        throw new AppError(
          "CONFLICT",
          "This upload was completed or dropped while the file was sent. Begin a new one.",
        );
      }
      await uploads.insertPart(tx, ctx.tenantId, part);
    });
  }
}

async function forgetFile(ctx: Ctx, { uploadId, file }: Target): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, (tx) => uploads.deleteFacts(tx, uploadId, PARTS[file].kinds));
}

/** The upload that waits for files, with the account that its other file has told. */
async function openUpload(ctx: Ctx, { uploadId, file }: Target): Promise<OneAccount> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findUploadRow(tx, uploadId);
    if (row.status !== "receiving") {
      throw new AppError("CONFLICT", `This upload is ${row.status} and takes no more files. Begin a new one.`);
    }
    const otherKinds = Object.entries(PARTS).flatMap(([name, { kinds }]) => (name === file ? [] : [...kinds]));
    const hasOther = await uploads.hasFacts(tx, uploadId, otherKinds);
    const { partition, awsAccountId } = row;
    return new OneAccount(file, hasOther && partition && awsAccountId ? { partition, awsAccountId } : null);
  });
}

async function receiveDetails(target: Target, body: Body, account: OneAccount, writer: PartWriter): Promise<null> {
  for await (const details of readAuthorizationDetailsFile(body)) {
    for (const { kind, detail } of details) {
      if (!detail) {
        await writer.addList(kind);
        continue;
      }
      const fact = TO_FACT[kind](detail);
      if (!fact.arn) {
        throw new AppError("INVALID", `${target.file}: one ${kind} in it has no ARN: the file is damaged`, {
          details: { field: target.file },
        });
      }
      account.note(fact.arn);
      await writer.add(kind, fact);
      if (kind !== "role") continue;
      for (const profile of instanceProfilesFromRoleDetail(detail)) await writer.add("instance_profile", profile);
    }
  }
  return null;
}

async function receiveReport(
  target: Target,
  body: Body,
  account: OneAccount,
  writer: PartWriter,
  now: Date,
): Promise<Date | null> {
  const { generatedAt, rows } = await readCredentialReportFile(body);
  // What is dated in the future would outrank every scan until then.
  if (generatedAt && generatedAt > now) {
    throw new AppError("INVALID", `${target.file}: its GeneratedTime ${generatedAt.toISOString()} is in the future`, {
      details: { field: target.file },
    });
  }
  for await (const row of rows) {
    account.note(row.arn ?? "");
    await writer.add("report_row", row);
  }
  return generatedAt;
}

const RECEIVE = { "authorization-details": receiveDetails, "credential-report": receiveReport };

/**
 * Takes one file of an upload as it comes; memory does not grow with its size. The same file sent again replaces the first
 * one. A file that is refused leaves nothing behind, and the upload waits for a better one.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the upload takes no more files; INVALID if it is not the file that is expected, is
 * cut short, or is of another account; TOO_LARGE.
 */
export async function receiveFile(ctx: Ctx, input: { id: string; file: UploadFile; body: Body }): Promise<Upload> {
  const target: Target = { uploadId: input.id, file: input.file };
  const account = await openUpload(ctx, target);
  await forgetFile(ctx, target);
  const writer = new PartWriter(ctx, target);
  try {
    const generatedAt = await RECEIVE[input.file](target, atMost(input.body, input.file), account, writer, ctx.now());
    await writer.end();
    await ctx.db.inTenant(ctx.tenantId, (tx) =>
      uploads.setUpload(
        tx,
        { id: input.id, statuses: ["receiving"] },
        { ...account.found, ...(generatedAt ? { observedAt: generatedAt } : {}) },
      ),
    );
  } catch (error) {
    await forgetFile(ctx, target);
    throw error;
  }
  return getUpload(ctx, { id: input.id });
}
