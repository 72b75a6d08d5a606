import { AppError } from "@rolecall/domain";
import { JSONParser, TokenType } from "@streamparser/json";

/** The lists of the file, by the kind of what they hold. */
const LISTS = {
  UserDetailList: "user",
  RoleDetailList: "role",
  GroupDetailList: "group",
  Policies: "policy",
} as const;
type ListName = keyof typeof LISTS;
export type DetailKind = (typeof LISTS)[ListName];

/** One entry of one of the lists, as AWS has it; null: the list is there, and more is not told by that. */
export type Detail = { kind: DetailKind; detail: Record<string, unknown> | null };

/** One identity with all its policies is far smaller; a longer stretch without any is another kind of file. */
const MAX_BYTES_WITHOUT_DETAIL = 4 * 1024 * 1024;

const HOW = "Upload what `aws iam get-account-authorization-details` prints";

const refused = (why: string, cause?: unknown): AppError =>
  new AppError("INVALID", `authorization-details: ${why}. ${HOW}.`, {
    details: { field: "authorization-details" },
    cause,
  });

const isList = (name: unknown): name is ListName => typeof name === "string" && name in LISTS;
const OPENING: ReadonlySet<TokenType> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const CLOSING: ReadonlySet<TokenType> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);

/** What the outermost object of the file says, told from its tokens, so that no list is ever held as a whole. */
class Outline {
  readonly lists = new Set<ListName>();
  isTruncated = false;
  private depth = 0;
  private lastName: unknown = null;

  note(token: TokenType, value: unknown): void {
    if (OPENING.has(token)) this.depth += 1;
    if (CLOSING.has(token)) this.depth -= 1;
    if (token === TokenType.STRING && this.depth === 1) this.lastName = value;
    if (token === TokenType.LEFT_BRACKET && this.depth === 2 && isList(this.lastName)) this.lists.add(this.lastName);
    if (token === TokenType.TRUE && this.depth === 1 && this.lastName === "IsTruncated") this.isTruncated = true;
  }
}

/**
 * Reads the file as it comes and gives what each chunk completed: memory holds one chunk and one entry at a time.
 *
 * @throws AppError INVALID if it is no JSON, is cut short, is another kind of file, or one page of several.
 */
export async function* readAuthorizationDetailsFile(body: AsyncIterable<Uint8Array>): AsyncGenerator<Detail[]> {
  const parser = new JSONParser({ paths: Object.keys(LISTS).map((name) => `$.${name}.*`), keepStack: false });
  const outline = new Outline();
  let complete: Detail[] = [];
  parser.onToken = ({ token, value }) => outline.note(token, value);
  parser.onValue = ({ value, stack }) => {
    const list = stack.at(-1)?.key;
    if (!isList(list)) return;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw refused(`${list} holds something that is no entry of it`);
    complete.push({ kind: LISTS[list], detail: value as Record<string, unknown> });
  };
  let bytes = 0;
  let bytesWithoutDetail = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    bytesWithoutDetail += chunk.byteLength;
    write(parser, chunk);
    if (complete.length === 0) {
      if (bytesWithoutDetail > MAX_BYTES_WITHOUT_DETAIL) throw refused(notThisFile(outline));
      continue;
    }
    bytesWithoutDetail = 0;
    const details = complete;
    complete = [];
    yield details;
  }
  if (bytes === 0) throw refused("the file is empty");
  if (!parser.isEnded) throw refused("the file is cut short: its JSON does not end");
  if (outline.lists.size === 0) throw refused(notThisFile(outline));
  if (outline.isTruncated)
    throw refused("it is one page of several (IsTruncated is true). Run the command without --max-items");
  yield Array.from(outline.lists, (list) => ({ kind: LISTS[list], detail: null }));
}

const notThisFile = ({ lists }: Outline): string =>
  lists.size > 0
    ? "one of its entries is too large to be one of IAM"
    : "the file has no UserDetailList and no RoleDetailList";

function write(parser: JSONParser, chunk: Uint8Array): void {
  try {
    parser.write(chunk);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refused(`the file is no JSON (${error instanceof Error ? error.message : "unreadable"})`, error);
  }
}
