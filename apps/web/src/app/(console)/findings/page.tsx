import { Stack, Text } from "@mantine/core";
import { CursorPager, LinkButton, PageHeader, PartialNotice, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { type FindingFilters, findingsHref, loadFindingFilters } from "../../../rooms/address/findings.ts";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { AsOfBanner } from "../../../rooms/as-of/as-of-banner.tsx";
import { type Moment, momentOf } from "../../../rooms/as-of/moment.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { NoFindings } from "../../../rooms/findings/no-findings.tsx";
import { NotJudgedNotice } from "../../../rooms/findings/not-judged-notice.tsx";
import { OpenFindings } from "../../../rooms/findings/open-findings.tsx";
import { serverApi } from "../../../server/api.ts";
import { FindingFilterForm } from "./finding-filter-form.tsx";
import { FindingTable } from "./finding-table.tsx";

export const metadata: Metadata = { title: "Findings" };

type PartProps = { filters: FindingFilters; moment: Moment };

/** Null of the address is "no filter" to the API. */
function inputOf({ asOf, sort, ...filters }: FindingFilters, moment: Moment) {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null));
  return { ...given, sort, asOf: moment.asOf };
}

async function Findings({ filters, moment }: PartProps) {
  const api = await serverApi();
  const { items, nextCursor } = await api.findings.list(inputOf(filters, moment));
  return (
    <>
      <FindingTable
        rows={items}
        filters={filters}
        moment={moment}
        empty={<NoFindings filters={filters} moment={moment} />}
      />
      {items.length > 0 && (
        <CursorPager
          noun="findings"
          shown={items.length}
          firstHref={filters.cursor ? findingsHref({ ...filters, cursor: null }) : null}
          nextHref={nextCursor ? findingsHref({ ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function FindingsPage({ searchParams }: PageProps) {
  const asked = await loadFindingFilters(searchParams);
  const moment = momentOf(asked.asOf);
  const filters = moment.day ? { ...asked, provisional: null } : asked;
  const { awsAccountId } = filters;
  return (
    <>
      <PageHeader
        title="Findings"
        description="What is wrong, on which credential, user or role, and who takes care of it. Each is judged again with every scan, and is resolved by proof alone."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <FindingFilterForm filters={filters} moment={moment} />
        </Block>
        <AsOfBanner moment={moment} nowHref={findingsHref({ ...filters, asOf: null, cursor: null })} />
        {moment.asOf && (
          <Text size="xs" c="dimmed">
            Severities that were set by hand, owners, assignees and names are those of now. Whether a finding was
            provisional then is not kept.
          </Text>
        )}
        <Block name="The judged accounts" query={[awsAccountId, moment.day]} skeleton={null}>
          <NotJudgedNotice awsAccountId={awsAccountId} moment={moment} />
        </Block>
        <Block name="The counts by severity" query={[filters, moment.day]} skeleton={<TableSkeleton rows={1} />}>
          <OpenFindings awsAccountId={awsAccountId} moment={moment} filters={filters} />
        </Block>
        {(filters.subjectId ?? filters.userRecordId) && (
          <PartialNotice
            tone="info"
            title={filters.subjectId ? "Findings of one resource" : "Findings of one user"}
            actions={
              <LinkButton
                href={findingsHref({ ...filters, subject: null, subjectId: null, userRecordId: null, cursor: null })}
                size="xs"
                variant="default"
              >
                Look at all
              </LinkButton>
            }
          >
            Others are left out.
          </PartialNotice>
        )}
        <Block name="The findings" query={filters} skeleton={<TableSkeleton />}>
          <Findings filters={filters} moment={moment} />
        </Block>
      </Stack>
    </>
  );
}
