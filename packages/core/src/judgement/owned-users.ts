import { type judgement, owners, type TenantTx } from "@rolecall/db";
import { type JudgementContext, type Ownership, ownerOf } from "@rolecall/domain";

type Users = readonly judgement.UserWithCredentials[];
type Rules = JudgementContext["ownerRules"];

/** Who answers for the users of an account at an instant, by what people had said until then. */
export async function readOwnership(
  tx: TenantTx,
  { accountId, awsAccountId }: Pick<judgement.JudgedAccount, "accountId" | "awsAccountId">,
  { at, rules = [], userId }: { at: Date; rules?: Rules; userId?: string | null },
): Promise<(user: judgement.UserToJudge) => Ownership> {
  const decided = await owners.readDecidedOwners(tx, { accountId, ...(userId ? { userId } : {}) }, at);
  return (user) => ownerOf({ ...user, awsAccountId }, { decided: decided.get(user.id) ?? null, rules });
}

/** The users, and their credentials, with who answers for them. */
export const withOwners = (users: Users, ownershipOf: (user: judgement.UserToJudge) => Ownership): OwnedUsers =>
  users.map(({ user, credentials }) => {
    const { owner } = ownershipOf(user);
    return {
      ...{ taggedOwner: user.owner, user: { ...user, owner } },
      credentials: credentials.map((credential) => ({ ...credential, owner })),
    };
  });

/** With who answers for a user by its tags alone. */
export type OwnedUser = judgement.UserWithCredentials & { taggedOwner: string | null };
type OwnedUsers = OwnedUser[];

/** Who is kept as answering otherwise than the tags say; null: nobody. */
const assignedTo = ({ user, taggedOwner }: OwnedUser): string | null =>
  user.owner === taggedOwner ? null : user.owner;

/** Brings who answers for users otherwise than their tags say to what was judged. Only what differs is written. */
export async function writeOwners(
  tx: TenantTx,
  of: { accountId: string; at: Date },
  users: readonly OwnedUser[],
): Promise<void> {
  const ids = users.map(({ user }) => user.id);
  const known = new Map((await owners.readUserOwners(tx, ids)).map(({ userId, owner }) => [userId, owner]));
  const assigned = users.map((owned) => ({ ...owned, owner: assignedTo(owned) }));
  const changed = assigned.filter(({ user, owner }) => owner !== (known.get(user.id) ?? null));
  await owners.writeUserOwners(
    tx,
    of,
    changed.map(({ user, owner }) => ({ userId: user.id, owner })),
  );
  await owners.writeAssignedOwners(
    tx,
    assigned.flatMap(({ credentials, owner }) =>
      credentials.flatMap(({ id, knownAssignedOwner }) => (knownAssignedOwner === owner ? [] : [{ id, owner }])),
    ),
  );
}
