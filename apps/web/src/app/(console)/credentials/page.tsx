import { Stack } from "@mantine/core";
import { type Credential, NO_UNIT, type Page } from "@rolecall/domain";
import { CursorPager, LinkButton, PageHeader, PartialNotice, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { type CredentialFilters, credentialsHref, loadCredentialFilters } from "../../../rooms/address/credentials.ts";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { type Moment, momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { CredentialTable } from "../../../rooms/credentials/credential-table.tsx";
import { EmptyList } from "../../../rooms/list/empty-list.tsx";
import { serverApi } from "../../../server/api.ts";
import { CredentialFilterForm } from "./credential-filter-form.tsx";

export const metadata: Metadata = { title: "Credentials" };

/** What of the address says which credentials are looked for, beside the moment, the order and the page. */
function chosenOf({ asOf, sort, cursor, ...chosen }: CredentialFilters) {
  return chosen;
}

async function readCredentials(filters: CredentialFilters, moment: Moment): Promise<Page<Credential>> {
  const { q, awsAccountId, kind, status, state, minAgeDays, owner, unowned, unitId, sort, cursor } = filters;
  const input = {
    q: q ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    kind: kind ?? undefined,
    status: status ?? undefined,
    state: state ?? undefined,
    minAgeDays: minAgeDays ?? undefined,
    owner: owner ?? (unowned ? "" : undefined),
    unitId: unitId ?? undefined,
    asOf: moment.asOf,
    sort,
    cursor: cursor ?? undefined,
  };
  return (await serverApi()).credentials.list(input);
}

const isScoped = ({ owner, unowned, unitId }: CredentialFilters): boolean =>
  owner !== null || unowned === true || unitId !== null;

function ScopeNotice({ filters }: { filters: CredentialFilters }) {
  if (!isScoped(filters)) return null;
  const { owner, unowned, unitId } = filters;
  const parts = [
    owner !== null && `whose owner is tagged ${owner}`,
    owner === null && unowned && "that nobody is named as owner of",
    unitId === NO_UNIT && "in accounts of no organisational unit",
    unitId !== null && unitId !== NO_UNIT && `in accounts of unit ${unitId} and below`,
  ];
  return (
    <PartialNotice
      tone="info"
      title="A part of the credentials"
      actions={
        <LinkButton
          href={credentialsHref({ ...filters, owner: null, unowned: null, unitId: null, cursor: null })}
          size="xs"
          variant="default"
        >
          Look at all
        </LinkButton>
      }
    >
      Only those {parts.filter((part) => part !== false && part !== null).join(", and ")}. Others are left out.
    </PartialNotice>
  );
}

async function Credentials({ filters, moment }: { filters: CredentialFilters; moment: Moment }) {
  const { sort, cursor } = filters;
  const { items, nextCursor } = await readCredentials(filters, moment);
  const filtered = Object.values(chosenOf(filters)).some((value) => value !== null);
  return (
    <>
      <CredentialTable
        rows={items}
        moment={moment}
        sort={{ current: sort, hrefOf: (order) => credentialsHref({ ...filters, sort: order, cursor: null }) }}
        empty={
          <EmptyList
            noun="credentials"
            filtered={filtered}
            href={credentialsHref({ asOf: moment.day })}
            asOf={moment.day}
            none="There is no long-lived credential in the scanned accounts."
          />
        }
      />
      {items.length > 0 && (
        <CursorPager
          noun="credentials"
          shown={items.length}
          firstHref={cursor ? credentialsHref({ ...filters, cursor: null }) : null}
          nextHref={nextCursor ? credentialsHref({ ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function CredentialsPage({ searchParams }: PageProps) {
  const filters = await loadCredentialFilters(searchParams);
  const moment = momentOf(filters.asOf);
  return (
    <>
      <PageHeader
        title="Credentials"
        description="Every long-lived credential of users, of root and of accounts: keys, passwords and certificates, with age, deadline and last use."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <CredentialFilterForm filters={filters} moment={moment} />
        </Block>
        <AsOfBanner moment={moment} nowHref={credentialsHref({ ...filters, asOf: null, cursor: null })} />
        <ScopeNotice filters={filters} />
        <Block name="The credentials" query={filters} skeleton={<TableSkeleton />}>
          <Credentials filters={filters} moment={moment} />
        </Block>
      </Stack>
    </>
  );
}
