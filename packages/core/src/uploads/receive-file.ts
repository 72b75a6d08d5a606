import { uploads } from "@rolecall/db";
import {
  AppError,
  type DetailSharing,
  groupFromDetail,
  instanceProfilesFromRoleDetail,
  type Partition,
  policyFromDetail,
  readPolicyDocument,
  roleFromDetail,
  UPLOAD_FILES,
  type Upload,
  type UploadFile,
  userFromDetail,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { type DetailKind, readAuthorizationDetailsFile } from "./authorization-details-file.ts";
import { readCredentialReportFile } from "./credential-report-file.ts";
import { hasOtherFile, kindsOf, PartWriter, type Target } from "./part-writer.ts";
import { inPlace } from "./places.ts";
import { findUploadRow, getUpload } from "./uploads.ts";

type Body = AsyncIterable<Uint8Array>;

const TO_FACT: Record<DetailKind, (detail: object, sharing: DetailSharing) => { arn: string }> = {
  user: userFromDetail,
  role: roleFromDetail,
  group: groupFromDetail,
  policy: policyFromDetail,
};

/** What somebody sends is held to AWS's quotas. */
const STRICT: DetailSharing = { text: (text) => text, document: readPolicyDocument, isStrict: true };

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
      `${this.file}: it names ${arn.slice(0, 200)} of account ${awsAccountId}, but what came before is of account ${this.found.awsAccountId}. An upload is of one account: begin another one for the other.`,
      { details: { field: this.file, awsAccountId, expectedAwsAccountId: this.found.awsAccountId } },
    );
  }
}

const forgetFile = (ctx: Ctx, { uploadId, file }: Target): Promise<void> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => uploads.deleteFacts(tx, uploadId, kindsOf(file)));

/** The upload that waits for files, with the account that its other file has told. What it has of this one is forgotten. */
async function openUpload(ctx: Ctx, target: Target): Promise<OneAccount> {
  const { uploadId, file } = target;
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findUploadRow(tx, uploadId);
    if (row.status !== "receiving") {
      throw new AppError("CONFLICT", `This upload is ${row.status} and takes no more files. Begin a new one.`);
    }
    await uploads.deleteFacts(tx, uploadId, kindsOf(file));
    const { partition, awsAccountId } = row;
    const isTold = await hasOtherFile(tx, target);
    return new OneAccount(file, isTold && partition && awsAccountId ? { partition, awsAccountId } : null);
  });
}

/** An expected failure said of the file that it was found in. */
function inFile(file: UploadFile, error: unknown): unknown {
  if (!(error instanceof AppError) || error.message.startsWith(file)) return error;
  const details = { ...error.details, field: file };
  return new AppError(error.code, `${file}: ${error.message}`, { details, cause: error });
}

function factOf(target: Target, kind: DetailKind, detail: object): { arn: string } {
  try {
    return TO_FACT[kind](detail, STRICT);
  } catch (error) {
    throw inFile(target.file, error);
  }
}

async function receiveDetails(target: Target, body: Body, account: OneAccount, writer: PartWriter): Promise<null> {
  for await (const details of readAuthorizationDetailsFile(body)) {
    for (const { kind, detail } of details) {
      if (!detail) {
        await writer.addList(kind);
        continue;
      }
      const fact = factOf(target, kind, detail);
      account.note(fact.arn);
      await writer.add(kind, fact);
      if (kind !== "role") continue;
      for (const profile of instanceProfilesFromRoleDetail(detail, STRICT)) {
        await writer.add("instance_profile", profile);
      }
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

async function receive(ctx: Ctx, target: Target, body: Body): Promise<void> {
  const account = await openUpload(ctx, target);
  const writer = new PartWriter(ctx, target);
  try {
    const generatedAt = await RECEIVE[target.file](target, atMost(body, target.file), account, writer, ctx.now());
    const told = { ...account.found, ...(generatedAt ? { observedAt: generatedAt } : {}) };
    await writer.end((tx) => uploads.setUpload(tx, { id: target.uploadId, statuses: ["receiving"] }, told));
  } catch (error) {
    await forgetFile(ctx, target);
    throw error;
  }
}

/**
 * Takes one file of an upload as it comes; memory does not grow with its size. The same file sent again replaces the first
 * one. A file that is refused leaves nothing behind, and the upload waits for a better one.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the upload takes no more files, or the tenant sends too many at once; INVALID if it is not the
 * file that is expected, is cut short, is of another account, or holds an entry beyond AWS's quotas; TOO_LARGE; UNAVAILABLE.
 */
export async function receiveFile(ctx: Ctx, input: { id: string; file: UploadFile; body: Body }): Promise<Upload> {
  const target: Target = { uploadId: input.id, file: input.file };
  await inPlace(ctx.tenantId, () => receive(ctx, target, input.body));
  return getUpload(ctx, { id: input.id });
}
