import { Card } from "@mantine/core";
import type { Change } from "@rolecall/domain";
import type { Metadata } from "next";
import { CHANGES } from "../../../rooms/address/changes.ts";
import type { FiltersOf, SearchParams } from "../../../rooms/address/page-address.ts";
import { CHANGE_LABELS, CHANGED_LABELS } from "../../../rooms/history/change-labels.ts";
import { ChangeList } from "../../../rooms/history/change-list.tsx";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { changesQuery } from "./changes-query.ts";

export const metadata: Metadata = { title: "What changed" };

const LIST: List<FiltersOf<typeof CHANGES>, Change> = {
  address: CHANGES,
  title: "What changed",
  description:
    "Who appeared, vanished, was rotated, gained or lost what, as scans found it. The newest first, by UTC day.",
  noun: "changes",
  none: "Nothing has changed since the first inventory of each account.",
  filters: [
    { kind: "account" },
    { kind: "choice", name: "subject", label: "Of what", any: "Anything", options: choicesOf(CHANGED_LABELS) },
    { kind: "choice", name: "change", label: "Change", any: "Any change", options: choicesOf(CHANGE_LABELS) },
    { kind: "date", name: "from", label: "From" },
    { kind: "date", name: "to", label: "To" },
    {
      kind: "choice",
      name: "firstSeen",
      label: "First inventories",
      any: "Left out",
      options: choicesOf({ show: "Shown" }),
    },
  ],
  read: (api, query) => api.changes.list(changesQuery(query)),
  rows: (changes) => (
    <Card p="md">
      <ChangeList changes={changes} headingOrder={2} linked />
    </Card>
  ),
};

export default function ChangesPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}
