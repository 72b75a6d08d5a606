import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { AccountChange } from "./account-changes.ts";
import { AccountName, accountEntries } from "./accounts.ts";
import { fillIn } from "./placeholders.ts";
import { filesOf, readJson } from "./read-json.ts";
import { Role } from "./roles.ts";
import { User } from "./users.ts";

const userRow = z
  .looseObject({ account: AccountName })
  .transform((row) => fillIn(row, row.account))
  .pipe(User);

/** One role in several accounts: `in` says for each account when it was created there, and what differs. */
const roleRow = z
  .looseObject({ in: z.partialRecord(AccountName, z.record(z.string(), z.unknown())) })
  .transform(({ in: accounts, ...common }) =>
    accountEntries(accounts).map(([account, own]) => fillIn({ ...common, ...own, account }, account)),
  )
  .pipe(z.array(Role));

/** One change in several accounts, each on its day. */
const changeRow = z
  .looseObject({ in: z.partialRecord(AccountName, Day) })
  .transform(({ in: accounts, ...common }) =>
    accountEntries(accounts).map(([account, day]) => fillIn({ ...common, account, day }, account)),
  )
  .pipe(z.array(AccountChange));

/** A file of `data/stories`: what happens to some users, roles and accounts, and what it is about. */
export const Story = z.strictObject({
  about: z.string(),
  users: z.array(userRow).default([]),
  roles: z.array(roleRow).default([]),
  changes: z.array(changeRow).default([]),
});

const STORIES = filesOf("stories/").map((path) => readJson(Story, path));

export const USERS: readonly User[] = STORIES.flatMap(({ users }) => users);
export const ROLES: readonly Role[] = STORIES.flatMap(({ roles }) => roles.flat());
export const ACCOUNT_CHANGES: readonly AccountChange[] = STORIES.flatMap(({ changes }) => changes.flat());
