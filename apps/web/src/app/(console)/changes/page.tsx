import { Card, Stack } from "@mantine/core";
import { ChangeKind, Subject } from "@rolecall/domain";
import { CursorPager, FilterForm, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { accountField } from "../../../rooms/accounts/account-field.ts";
import { type ChangeFilters, changesHref, changesInput, loadChangeFilters } from "../../../rooms/address/changes.ts";
import type { SearchParams } from "../../../rooms/address/list-query.ts";
import { Block } from "../../../rooms/block/block.tsx";
import { CHANGE_LABELS, SUBJECT_LABELS } from "../../../rooms/history/change-labels.ts";
import { ChangeList } from "../../../rooms/history/change-list.tsx";
import { EmptyList } from "../../../rooms/list/empty-list.tsx";
import { serverApi } from "../../../server/api.ts";

export const metadata: Metadata = { title: "What changed" };

async function ChangeFilterForm({ filters }: { filters: ChangeFilters }) {
  const account = await accountField(filters.awsAccountId);
  return (
    <FilterForm
      action="/changes"
      label="Filter changes"
      kept={{ subjectId: filters.subjectId }}
      fields={[
        account,
        {
          kind: "select",
          name: "subject",
          label: "Of what",
          value: filters.subject,
          options: [
            { value: "", label: "Anything" },
            ...Subject.options.map((value) => ({ value, label: SUBJECT_LABELS[value] })),
          ],
        },
        {
          kind: "select",
          name: "change",
          label: "Change",
          value: filters.change,
          options: [
            { value: "", label: "Any change" },
            ...ChangeKind.options.map((value) => ({ value, label: CHANGE_LABELS[value].label })),
          ],
        },
        { kind: "date", name: "from", label: "From", value: filters.from },
        { kind: "date", name: "to", label: "To", value: filters.to },
        {
          kind: "select",
          name: "firstSeen",
          label: "First inventories",
          value: filters.firstSeen,
          options: [
            { value: "", label: "Left out" },
            { value: "show", label: "Shown" },
          ],
        },
      ]}
    />
  );
}

async function Changes({ filters }: { filters: ChangeFilters }) {
  const api = await serverApi();
  const { items, nextCursor } = await api.changes.list(changesInput(filters));
  const { cursor, ...chosen } = filters;
  if (items.length === 0) {
    return (
      <EmptyList
        noun="changes"
        filtered={Object.values(chosen).some((value) => value !== null)}
        href="/changes"
        none="Nothing has changed since the first inventory of each account."
      />
    );
  }
  return (
    <>
      <Card p="md">
        <ChangeList changes={items} headingOrder={2} linked />
      </Card>
      <CursorPager
        noun="changes"
        shown={items.length}
        firstHref={cursor ? changesHref(chosen) : null}
        nextHref={nextCursor ? changesHref({ ...chosen, cursor: nextCursor }) : null}
      />
    </>
  );
}

type PageProps = { searchParams: SearchParams };

export default async function ChangesPage({ searchParams }: PageProps) {
  const filters = await loadChangeFilters(searchParams);
  return (
    <>
      <PageHeader
        title="What changed"
        description="Who appeared, vanished, was rotated, gained or lost what, as scans found it. The newest first, by UTC day."
      />
      <Stack gap="md">
        <Block name="The filters" query={filters} skeleton={null}>
          <ChangeFilterForm filters={filters} />
        </Block>
        <Block name="The changes" query={filters} skeleton={<TableSkeleton />}>
          <Changes filters={filters} />
        </Block>
      </Stack>
    </>
  );
}
