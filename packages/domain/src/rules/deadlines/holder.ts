import type { Holder } from "../../inventory/holder.ts";
import type { Tag } from "../../inventory/user.ts";
import type { JudgedCredential, JudgedUser } from "../../judgement/judged.ts";

/** Who holds a credential, and what tells it. */
export type ToldHolder = { holder: Holder; reason: string };

type Traits = {
  user: JudgedUser | null;
  kinds: ReadonlySet<JudgedCredential["kind"]>;
  /** Null: could not be read. */
  hasPassword: boolean | null;
  hasKeys: boolean;
  /** What tags, path or name tell of a user; null: nothing. */
  told: ToldHolder | null;
};

const HOLDER_TAG = "rolecall:holder";
/** Tags by which teams tell people from software. */
const TYPE_TAGS: ReadonlySet<string> = new Set([
  "type",
  "kind",
  "usertype",
  "user-type",
  "accounttype",
  "account-type",
]);

const HUMAN_WORDS: ReadonlySet<string> = new Set(
  "human humans person people employee employees staff contractor contractors developers engineers admins".split(" "),
);
const MACHINE_WORDS: ReadonlySet<string> = new Set(
  (
    "agent api app application applications apps automation backup backups batch bot bots ci cd circleci buildkite bitbucket " +
    "cron crawler daemon datadog deploy deployer deployment etl exporter fivetran github gitlab integration integrations " +
    "jenkins job lambda loader machine machines mailer monitor monitoring pipeline pipelines publisher robot robots " +
    "runner s3 scheduler script server service services ses smtp svc sync system systems terraform uploader vendor vendors " +
    "wordpress worker workers workload workloads"
  ).split(" "),
);

const EMAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;
const FIRST_DOT_LAST = /^[a-z]{2,}(-[a-z]{2,})?\.[a-z]{2,}(-[a-z]{2,})?\d{0,2}$/i;
/** Names that AWS's own consoles make up for the users of a service. */
const MADE_BY_CONSOLE = /^(BedrockAPIKey-|ses-smtp-user\.)/i;

const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^a-z0-9]+/);
const hasWordOf = (text: string, words: ReadonlySet<string>): boolean => wordsOf(text).some((word) => words.has(word));
const tagValue = (tags: readonly Tag[], key: string): string | undefined =>
  tags
    .find((tag) => tag.key.toLowerCase() === key)
    ?.value.trim()
    .toLowerCase();

/** What a text tells by its words: software outweighs people, as in "employees-sync". */
function toldByWords(text: string): Holder | null {
  if (hasWordOf(text, MACHINE_WORDS)) return "machine";
  return hasWordOf(text, HUMAN_WORDS) ? "human" : null;
}

function toldByTypeTag({ tags }: JudgedUser): ToldHolder | null {
  for (const tag of tags) {
    const holder = TYPE_TAGS.has(tag.key.toLowerCase()) ? toldByWords(tag.value) : null;
    if (holder) return { holder, reason: `its tag ${tag.key} says "${tag.value}"` };
  }
  return null;
}

function toldByPath({ path }: JudgedUser): ToldHolder | null {
  const holder = toldByWords(path);
  return holder && { holder, reason: `its path is ${path}` };
}

function toldByName({ userName }: JudgedUser): ToldHolder | null {
  const [local = userName] = userName.split("@");
  if (MADE_BY_CONSOLE.test(userName)) return { holder: "machine", reason: "AWS's console made it for a service" };
  if (hasWordOf(local, MACHINE_WORDS)) return { holder: "machine", reason: "its name is one of software" };
  if (EMAIL.test(userName)) return { holder: "human", reason: "its name is an e-mail address" };
  if (FIRST_DOT_LAST.test(userName)) return { holder: "human", reason: "its name is a first and a last name" };
  return null;
}

/** The first that holds tells. */
const SIGNALS: readonly { holder: Holder; reason: string; holds: (traits: Traits) => boolean }[] = [
  {
    holder: "human",
    reason: `its tag ${HOLDER_TAG} says "human"`,
    holds: ({ user }) => user !== null && tagValue(user.tags, HOLDER_TAG) === "human",
  },
  {
    holder: "machine",
    reason: `its tag ${HOLDER_TAG} says "machine"`,
    holds: ({ user }) => user !== null && tagValue(user.tags, HOLDER_TAG) === "machine",
  },
  {
    holder: "human",
    reason: "it is the root user's",
    holds: ({ user, kinds }) => user === null && [...kinds].some((kind) => kind.startsWith("root_")),
  },
  {
    holder: "machine",
    reason: "it is a server's certificate",
    holds: ({ user, kinds }) => user === null && kinds.has("server_certificate"),
  },
  {
    holder: "human",
    reason: "it has a console password",
    holds: ({ hasPassword, hasKeys, told }) => hasPassword === true && !(hasKeys && told?.holder === "machine"),
  },
];

/** Where neither tags nor path nor name tell it. */
const KEYS_ALONE: ToldHolder = { holder: "machine", reason: "it has access keys and no console password" };
const NOTHING_TELLS: ToldHolder = { holder: "unknown", reason: "neither its credentials nor its name tell it" };

/**
 * Who holds a user's credentials, with what tells it: a tag, else what credentials there are and what the user is called.
 * For credentials of no user (`user` null) give those of one kind at a time: the root user's, or server certificates.
 */
export function tellHolder(user: JudgedUser | null, credentials: readonly JudgedCredential[]): ToldHolder {
  const kinds = new Set(credentials.map(({ kind }) => kind));
  const traits: Traits = {
    user,
    kinds,
    hasPassword: kinds.has("console_password") || (user?.hasConsolePassword ?? null),
    hasKeys: kinds.has("access_key") || (user?.activeAccessKeys ?? 0) > 0,
    told: user && (toldByTypeTag(user) ?? toldByPath(user) ?? toldByName(user)),
  };
  const signal = SIGNALS.find(({ holds }) => holds(traits));
  if (signal) return { holder: signal.holder, reason: signal.reason };
  if (traits.told) return traits.told;
  return traits.hasPassword === false && traits.hasKeys ? KEYS_ALONE : NOTHING_TELLS;
}

/** Who holds a user's credentials: a person or software, or unknown if nothing tells it. `tellHolder` says why. */
export const holderOf = (user: JudgedUser | null, credentials: readonly JudgedCredential[]): Holder =>
  tellHolder(user, credentials).holder;
