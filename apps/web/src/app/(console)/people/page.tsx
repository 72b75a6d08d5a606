import type { IamPerson } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import type { Metadata } from "next";
import type { SearchParams } from "../../../rooms/address/page-address.ts";
import { PEOPLE, type PeopleFilters, personHref } from "../../../rooms/address/people.ts";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { StageBadge } from "../../../rooms/migration/migration-badges.tsx";
import { RowChoice } from "../../../rooms/selection/row-choice.tsx";
import { SelectionProvider } from "../../../rooms/selection/selection.tsx";
import { MergeBar } from "./merge-bar.tsx";
import { Oneness } from "./oneness.tsx";

export const metadata: Metadata = { title: "People" };

const LIST: List<PeopleFilters, IamPerson> = {
  address: PEOPLE,
  title: "People",
  description: "People and workloads, each with its IAM users over all accounts.",
  noun: "people",
  caption: "People and workloads",
  none: "The scanned accounts have no IAM user with a long-lived credential.",
  filters: [
    { kind: "search", name: "q", label: "Search", placeholder: "Name" },
    {
      kind: "choice",
      name: "minUsers",
      label: "Users",
      any: "All",
      options: [{ value: "2", label: "Several users" }],
    },
  ],
  read: (api, query) => api.people.list(query),
  columns: ({ sortBy }) => [
    {
      id: "name",
      header: "Name",
      sort: sortBy("name"),
      cell: ({ id, name }) => (
        <RowChoice id={id} name={name}>
          <LinkText href={personHref(id)} inherit style={{ overflowWrap: "anywhere" }}>
            {name}
          </LinkText>
        </RowChoice>
      ),
    },
    { id: "confidence", header: "Match confidence", cell: (person) => <Oneness {...person} /> },
    { id: "users", header: "Users", align: "right", cell: ({ users }) => users },
    { id: "accounts", header: "Accounts", align: "right", cell: ({ accounts }) => accounts },
    {
      id: "owner",
      header: "Owner",
      cell: ({ owner }) => owner ?? <span style={{ whiteSpace: "nowrap" }}>No owner</span>,
    },
    {
      id: "stage",
      header: "Furthest behind",
      cell: ({ furthestBehind }) => (furthestBehind ? <StageBadge stage={furthestBehind} /> : "–"),
    },
  ],
  around: (people, table) => (
    <SelectionProvider ids={people.map(({ id }) => id)}>
      <MergeBar people={people.map(({ id, name }) => ({ id, name }))} />
      {table}
    </SelectionProvider>
  ),
  footnote: "Users are matched again within minutes of a change, and once a day.",
};

export default function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}
