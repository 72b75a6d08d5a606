import { type Credential, NO_UNIT } from "@rolecall/domain";
import { LinkButton, PartialNotice } from "@rolecall/ui";
import type { Metadata } from "next";
import { CREDENTIALS, type CredentialFilters } from "../../../rooms/address/credentials.ts";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { credentialColumns } from "../../../rooms/credentials/credential-columns.tsx";
import { KIND_LABELS, STATE_LABELS, STATUS_LABELS, USE_LABELS } from "../../../rooms/credentials/credential-labels.ts";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import type { View } from "../../../rooms/list/view.ts";

export const metadata: Metadata = { title: "Credentials" };

/** Names the filters that the form has no field for. */
function ScopeNotice({ filters: { owner, unowned, unitId }, href }: View<CredentialFilters>) {
  const parts = [
    owner !== null && `whose owner is tagged ${owner}`,
    owner === null && unowned && "that nobody is named as owner of",
    unitId === NO_UNIT && "in accounts of no organisational unit",
    unitId !== null && unitId !== NO_UNIT && `in accounts of unit ${unitId} and below`,
  ].filter((part) => typeof part === "string");
  if (parts.length === 0) return null;
  return (
    <PartialNotice
      tone="info"
      title="A part of the credentials"
      actions={
        <LinkButton href={href({ owner: null, unowned: null, unitId: null })} size="xs" variant="default">
          Look at all
        </LinkButton>
      }
    >
      Only those {parts.join(", and ")}. Others are left out.
    </PartialNotice>
  );
}

const LIST: List<CredentialFilters, Credential> = {
  address: CREDENTIALS,
  title: "Credentials",
  description:
    "Every long-lived credential of users, of root and of accounts: keys, passwords and certificates, with age, deadline and last use.",
  noun: "credentials",
  none: "There is no long-lived credential in the scanned accounts.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "User, key id or name" },
    { kind: "account" },
    { kind: "choice", name: "kind", label: "Kind", any: "Any kind", options: choicesOf(KIND_LABELS) },
    { kind: "choice", name: "status", label: "Status", any: "Any status", options: choicesOf(STATUS_LABELS) },
    { kind: "choice", name: "state", label: "State", any: "Any state", options: choicesOf(STATE_LABELS) },
    { kind: "choice", name: "use", label: "Use", any: "Any use", options: choicesOf(USE_LABELS) },
    { kind: "number", name: "minAgeDays", label: "Min. age, days", placeholder: "90" },
    { kind: "asOf" },
  ],
  notices: (view) => <ScopeNotice {...view} />,
  read: (api, { unowned, ...query }) =>
    api.credentials.list({ ...query, owner: query.owner ?? (unowned ? "" : undefined) }),
  columns: ({ moment, sortBy }) => credentialColumns(moment, sortBy),
};

export default function CredentialsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}
