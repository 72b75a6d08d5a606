import type { Role } from "@aws-sdk/client-iam";
import type { IamCall } from "../account-session.ts";
import { AwsCallFailed } from "../aws-errors.ts";
import { type Failure, failureOf, type Outcome } from "../outcome.ts";
import type { AuthorizationDetails, RoleIdentity, UserIdentity } from "./authorization-details.ts";
import type { DetailReader } from "./detail-reader.ts";
import { readRolesOneByOne } from "./listed-roles.ts";
import { readUsersOneByOne } from "./listed-users.ts";

/** All identities of one sort. `isListed` is true if none is missing, even where details of some could not be read. */
type Listing<T> = { items: T[]; isListed: boolean; outcome: Outcome<unknown>; note: string | null };
export type Identities = { users: Listing<UserIdentity>; roles: Listing<RoleIdentity> };

type Context = {
  call: IamCall;
  now: () => Date;
  details: Outcome<AuthorizationDetails>;
  /** As ListRoles tells them. */
  listedRoles: Outcome<Map<string, Role>>;
  onIdentities: (read: number) => void;
};

/** Failures that stay: another way to the same facts is worth its calls. What is throttled or down is left alone. */
const STAYS: ReadonlySet<Failure["kind"]> = new Set(["denied", "unsupported", "unknown", "invalid", "not_found"]);

/**
 * Users and roles from GetAccountAuthorizationDetails; where that is denied or does not exist, from ListUsers and ListRoles and
 * by a few calls for each identity.
 */
export async function readIdentities(context: Context): Promise<Identities> {
  const { details } = context;
  if (details.ok) {
    const listing = { isListed: true, outcome: details, note: null };
    return { users: { items: details.value.users, ...listing }, roles: { items: details.value.roles, ...listing } };
  }
  const { failure } = details;
  if (!STAYS.has(failure.kind)) return { users: unlisted(failure), roles: unlisted(failure) };
  let read = 0;
  const onRead = () => context.onIdentities(++read);
  const [users, roles] = await Promise.all([
    fallback(context, failure, "iam:ListUsers", () => readUsersOneByOne(context.call, onRead)),
    fallbackRoles(context, failure, onRead),
  ]);
  return { users, roles };
}

function fallbackRoles(context: Context, failure: Failure, onRead: () => void): Promise<Listing<RoleIdentity>> {
  const { listedRoles } = context;
  if (!listedRoles.ok) return Promise.resolve(unlisted(withSecond(failure, listedRoles.failure)));
  return fallback(context, failure, "iam:ListRoles", () =>
    readRolesOneByOne(context.call, listedRoles.value.values(), onRead),
  );
}

async function fallback<T>(
  { now }: Context,
  first: Failure,
  action: string,
  read: () => Promise<{ items: T[]; details: DetailReader[] }>,
): Promise<Listing<T>> {
  try {
    const { items, details } = await read();
    const failure = details.map((detail) => detail.failure).find((unread) => unread !== null);
    const outcome: Outcome<null> = failure ? { ok: false, failure } : { ok: true, value: null, observedAt: now() };
    const used = `Read by ${action} and calls for each identity instead. ${first.reason}`;
    const notes = details.flatMap((detail) => detail.note ?? []);
    return { items, isListed: true, outcome, note: [used, ...notes].join(". ") };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return unlisted(withSecond(first, failureOf(error)));
  }
}

const unlisted = <T>(failure: Failure): Listing<T> => ({
  items: [],
  isListed: false,
  outcome: { ok: false, failure },
  note: null,
});

/** The failure of the first way, with why the second one failed too. */
const withSecond = (first: Failure, second: Failure): Failure => ({
  ...first,
  reason: `${first.reason}. The other way failed too: ${second.reason}`,
});
