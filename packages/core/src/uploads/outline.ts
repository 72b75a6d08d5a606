import { LARGEST_ENTRY_BYTES, LARGEST_NESTING, LARGEST_POLICY_ENTRY_BYTES } from "@rolecall/domain";
import { TokenType } from "@streamparser/json";

/** The lists of the file, by the kind of what they hold. */
export const LISTS = {
  UserDetailList: "user",
  RoleDetailList: "role",
  GroupDetailList: "group",
  Policies: "policy",
} as const;
export type ListName = keyof typeof LISTS;

export const isList = (name: unknown): name is ListName => typeof name === "string" && Object.hasOwn(LISTS, name);

const OPENING: ReadonlySet<TokenType> = new Set([TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET]);
const CLOSING: ReadonlySet<TokenType> = new Set([TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET]);
/** What a token costs in memory beside its text. */
const TOKEN_BYTES = 8;
/** The file's object is 1 deep, a list of it 2, an entry of that 3. */
const IN_FILE = 1;
const IN_LIST = 2;
const IN_ENTRY = 3;
const NAME_FIELD = /^(User|Role|Group|Policy)Name$/;

/**
 * What a file of authorization details says, told from its tokens before they become values: so that no list is ever held as a
 * whole, and no entry that is larger or nested more deeply than one of IAM.
 */
export class Outline {
  readonly lists = new Set<ListName>();
  isTruncated = false;
  private depth = 0;
  private list: ListName | null = null;
  private lastText: unknown = null;
  private entries = 0;
  private entryName: string | null = null;
  private entryBytes = 0;

  /** @returns why the file is refused at this token; null: it is not. */
  note(token: TokenType, value: unknown): string | null {
    if (CLOSING.has(token)) this.depth -= 1;
    if (OPENING.has(token)) this.open(token);
    if (this.depth > LARGEST_NESTING) return `${this.where()} is nested more than ${LARGEST_NESTING} deep`;
    if (this.depth >= IN_ENTRY) this.addToEntry(value);
    if (token === TokenType.STRING) this.noteText(value);
    if (token === TokenType.TRUE && this.depth === IN_FILE && this.lastText === "IsTruncated") this.isTruncated = true;
    const largest = this.list === "Policies" ? LARGEST_POLICY_ENTRY_BYTES : LARGEST_ENTRY_BYTES;
    return this.entryBytes > largest
      ? `${this.where()} is larger than the ${largest / 1024} KB that one can have`
      : null;
  }

  /** What is being read, for people: such as "entry 3 (ada) of UserDetailList". */
  where(): string {
    if (!this.list || this.entries === 0) return "the JSON";
    return `entry ${this.entries}${this.entryName ? ` (${this.entryName.slice(0, 80)})` : ""} of ${this.list}`;
  }

  private open(token: TokenType): void {
    this.depth += 1;
    if (this.depth === IN_LIST) {
      this.list = token === TokenType.LEFT_BRACKET && isList(this.lastText) ? this.lastText : null;
      if (this.list) this.lists.add(this.list);
      this.entries = 0;
    }
    if (this.depth !== IN_ENTRY) return;
    this.entries += 1;
    this.entryName = null;
    this.entryBytes = 0;
  }

  private addToEntry(value: unknown): void {
    this.entryBytes += TOKEN_BYTES + (typeof value === "string" ? value.length : 0);
  }

  private noteText(value: unknown): void {
    const isName = this.depth === IN_ENTRY && typeof this.lastText === "string" && NAME_FIELD.test(this.lastText);
    if (isName && this.entryName === null && typeof value === "string") this.entryName = value;
    if (this.depth === IN_FILE || this.depth === IN_ENTRY) this.lastText = value;
  }
}
