import { AppError, LARGEST_POLICY_ENTRY_BYTES } from "@rolecall/domain";
import { JSONParser } from "@streamparser/json";
import { isList, LISTS, type ListName, Outline } from "./outline.ts";

export type DetailKind = (typeof LISTS)[ListName];

/** One entry of one of the lists, as AWS has it; null: the list is there, and more is not told by that. */
export type Detail = { kind: DetailKind; detail: Record<string, unknown> | null };

/** With white space between its tokens, which is not counted; a longer stretch without an entry is another kind of file. */
const MAX_BYTES_WITHOUT_DETAIL = 2 * LARGEST_POLICY_ENTRY_BYTES;
/** However much comes at once, no more than this is made into values at a time. */
const PIECE_BYTES = 64 * 1024;

const HOW = "Upload what `aws iam get-account-authorization-details` prints";

const refused = (why: string, cause?: unknown): AppError =>
  new AppError("INVALID", `authorization-details: ${why}. ${HOW}.`, {
    details: { field: "authorization-details" },
    cause,
  });

async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    for (let from = 0; from < chunk.byteLength; from += PIECE_BYTES) yield chunk.subarray(from, from + PIECE_BYTES);
  }
}

/** Makes values of the file's bytes. What it completes is taken out piece by piece. */
class DetailParser {
  readonly outline = new Outline();
  private readonly parser = new JSONParser({
    paths: Object.keys(LISTS).map((name) => `$.${name}.*`),
    keepStack: false,
  });
  private complete: Detail[] = [];

  constructor() {
    this.parser.onToken = ({ token, value }) => {
      const why = this.outline.note(token, value);
      if (why) throw refused(why);
    };
    this.parser.onValue = ({ value, stack }) => {
      const list = stack.at(-1)?.key;
      if (!isList(list)) return;
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw refused(`${list} holds something that is no entry of it`);
      this.complete.push({ kind: LISTS[list], detail: value as Record<string, unknown> });
    };
  }

  get isEnded(): boolean {
    return this.parser.isEnded;
  }

  /** @returns the entries that end in this piece. @throws AppError INVALID */
  read(piece: Uint8Array): Detail[] {
    try {
      this.parser.write(piece);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw refused(`the file is no JSON (${error instanceof Error ? error.message : "unreadable"})`, error);
    }
    const { complete } = this;
    this.complete = [];
    return complete;
  }
}

/**
 * Reads the file as it comes and gives what each piece completed: memory holds one piece and one entry at a time, and the time
 * that it takes grows as the file does.
 *
 * @throws AppError INVALID if it is no JSON, is cut short, is another kind of file, holds what is larger or nested more deeply than
 * anything of IAM, or is one page of several.
 */
export async function* readAuthorizationDetailsFile(body: AsyncIterable<Uint8Array>): AsyncGenerator<Detail[]> {
  const parser = new DetailParser();
  const { outline } = parser;
  let bytes = 0;
  let bytesWithoutDetail = 0;
  for await (const piece of inPieces(body)) {
    bytes += piece.byteLength;
    bytesWithoutDetail += piece.byteLength;
    const details = parser.read(piece);
    if (details.length > 0) {
      bytesWithoutDetail = 0;
      yield details;
    } else if (bytesWithoutDetail > MAX_BYTES_WITHOUT_DETAIL) throw refused(notThisFile(outline));
  }
  if (bytes === 0) throw refused("the file is empty");
  if (!parser.isEnded) throw refused("the file is cut short: its JSON does not end");
  if (outline.lists.size === 0) throw refused(notThisFile(outline));
  if (outline.isTruncated)
    throw refused("it is one page of several (IsTruncated is true). Run the command without --max-items");
  yield Array.from(outline.lists, (list) => ({ kind: LISTS[list], detail: null }));
}

const notThisFile = (outline: Outline): string =>
  outline.lists.size > 0
    ? `${outline.where()} is too large to be one of IAM`
    : "the file has no UserDetailList and no RoleDetailList";
