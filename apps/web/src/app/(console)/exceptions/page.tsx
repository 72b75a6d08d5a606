import { Stack } from "@mantine/core";
import { ExceptionState } from "@rolecall/domain";
import { CursorPager, EmptyState, FilterForm, LinkButton, PageHeader, TableSkeleton } from "@rolecall/ui";
import { IconShieldCheck } from "@tabler/icons-react";
import type { Metadata } from "next";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import { type ExceptionFilters, exceptionsHref, loadExceptionFilters } from "../../../rooms/address/exceptions.ts";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { STATE_LABELS } from "../../../rooms/findings/exception-labels.ts";
import { serverApi } from "../../../server/api.ts";
import { ExceptionTable } from "./exception-table.tsx";

export const metadata: Metadata = { title: "Exceptions" };

async function ExceptionFilterForm({ filters }: { filters: ExceptionFilters }) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/exceptions"
      label="Filter exceptions"
      kept={{ subjectId: filters.subjectId }}
      fields={[
        {
          kind: "select",
          name: "state",
          label: "State",
          value: filters.state,
          options: [
            { value: "", label: "Any state" },
            ...ExceptionState.options.map((value) => ({ value, label: STATE_LABELS[value].label })),
          ],
        },
        account,
      ]}
    />
  );
}

function NoExceptions({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState
        title="No exceptions match these filters"
        description="Take a filter away, or look at all of them."
        actions={
          <LinkButton href="/exceptions" variant="default">
            Clear the filters
          </LinkButton>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<IconShieldCheck size={28} stroke={1.5} />}
      title="No exceptions"
      description="Nobody answers for a finding that stays. An exception is made on the page of its finding."
      actions={
        <LinkButton href="/findings" variant="default">
          See the findings
        </LinkButton>
      }
    />
  );
}

async function Exceptions({ filters }: { filters: ExceptionFilters }) {
  const { state, awsAccountId, subjectId, cursor } = filters;
  const api = await serverApi();
  const { items, nextCursor } = await api.exceptions.list({
    state: state ?? undefined,
    awsAccountId: awsAccountId ?? undefined,
    subjectId: subjectId ?? undefined,
    cursor: cursor ?? undefined,
  });
  return (
    <>
      <ExceptionTable
        rows={items}
        empty={<NoExceptions filtered={[state, awsAccountId, subjectId].some((value) => value !== null)} />}
      />
      {items.length > 0 && (
        <CursorPager
          noun="exceptions"
          shown={items.length}
          firstHref={cursor ? exceptionsHref({ ...filters, cursor: null }) : null}
          nextHref={nextCursor ? exceptionsHref({ ...filters, cursor: nextCursor }) : null}
        />
      )}
    </>
  );
}

export default async function ExceptionsPage({ searchParams }: { searchParams: SearchParams }) {
  const filters = await loadExceptionFilters(searchParams);
  return (
    <>
      <PageHeader
        title="Exceptions"
        description="Findings that somebody answers for until a day. What is expired, void or revoked takes nothing out of the open findings any more."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <ExceptionFilterForm filters={filters} />
        </Block>
        <Block name="The exceptions" query={filters} skeleton={<TableSkeleton />}>
          <Exceptions filters={filters} />
        </Block>
      </Stack>
    </>
  );
}
