import type { Credential, ListCredentialsInput, Page } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../../server/api.ts";
import { NO_UNIT } from "./credential-filters.ts";

const PAGE_ROWS = 200;
const SHOWN_ROWS = 50;
/** So many pages are looked through before the rest waits for the next page of the list. */
const MOST_PAGES = 10;

/** `isUnowned`: only what nobody is named as owner of, where no owner is given. */
type Scope = { owner: string | null; unitId: string | null; isUnowned: boolean };

type AccountsOfUnit = { awsAccountIds: ReadonlySet<string>; isExcept: boolean };

async function readMembers(connectionId: string, unitId: string | undefined): Promise<string[]> {
  const api = await serverApi();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.organizations.accounts({ connectionId, unitId, cursor, limit: PAGE_ROWS });
    ids.push(...page.items.filter(({ leftAt }) => leftAt === null).map(({ awsAccountId }) => awsAccountId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}

async function readOrganizationConnections(): Promise<string[]> {
  const api = await serverApi();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.connections.list({ cursor, limit: PAGE_ROWS });
    ids.push(...page.items.filter(({ kind }) => kind === "organization").map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}

/** The accounts of an organisational unit with all below it; of none: those that are in no unit, told by those that are. */
const readAccountsOfUnit = cache(async (unitId: string): Promise<AccountsOfUnit> => {
  const connections = await readOrganizationConnections();
  const isExcept = unitId === NO_UNIT;
  const members = await Promise.all(connections.map((id) => readMembers(id, isExcept ? undefined : unitId)));
  return { awsAccountIds: new Set(members.flat()), isExcept };
});

type Accepts = (credential: Credential) => boolean;

async function acceptsOf({ owner, unitId, isUnowned }: Scope): Promise<Accepts> {
  const unit = unitId === null ? null : await readAccountsOfUnit(unitId);
  return (credential) =>
    (unit === null || unit.awsAccountIds.has(credential.awsAccountId) !== unit.isExcept) &&
    (owner === null ? !isUnowned || (credential.owner ?? "") === "" : credential.owner === owner);
}

/** Credentials of a part of the tenant: of an owner, or of the accounts of an organisational unit. */
export async function listScopedCredentials(
  input: Partial<ListCredentialsInput>,
  scope: Scope,
): Promise<Page<Credential>> {
  const api = await serverApi();
  const accepts = await acceptsOf(scope);
  const items: Credential[] = [];
  let cursor = input.cursor;
  for (let read = 0; read < MOST_PAGES && items.length < SHOWN_ROWS; read++) {
    const page = await api.credentials.list({ ...input, cursor, limit: PAGE_ROWS });
    items.push(...page.items.filter(accepts));
    if (!page.nextCursor) return { items, nextCursor: null };
    cursor = page.nextCursor;
  }
  return { items, nextCursor: cursor ?? null };
}
