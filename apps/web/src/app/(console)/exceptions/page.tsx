import type { FindingException } from "@rolecall/domain";
import { LinkButton } from "@rolecall/ui";
import { IconShieldCheck } from "@tabler/icons-react";
import type { Metadata } from "next";
import { EXCEPTIONS } from "../../../rooms/address/exceptions.ts";
import type { FiltersOf, SearchParams } from "../../../rooms/address/page-address.ts";
import { STATE_LABELS } from "../../../rooms/findings/exception-labels.ts";
import { choicesOf } from "../../../rooms/list/filters.tsx";
import { type List, ListPage } from "../../../rooms/list/list-page.tsx";
import { exceptionColumns } from "./exception-columns.tsx";

export const metadata: Metadata = { title: "Exceptions" };

const LIST: List<FiltersOf<typeof EXCEPTIONS>, FindingException> = {
  address: EXCEPTIONS,
  title: "Exceptions",
  description:
    "Findings that somebody answers for until a day. What is expired, void or revoked takes nothing out of the open findings any more.",
  noun: "exceptions",
  none: {
    icon: <IconShieldCheck size={28} stroke={1.5} />,
    title: "No exceptions",
    description: "Nobody answers for a finding that stays. An exception is made on the page of its finding.",
    actions: (
      <LinkButton href="/findings" variant="default">
        See the findings
      </LinkButton>
    ),
  },
  filters: [
    { kind: "choice", name: "state", label: "State", any: "Any state", options: choicesOf(STATE_LABELS) },
    { kind: "account" },
  ],
  read: (api, query) => api.exceptions.list(query),
  columns: () => exceptionColumns,
};

export default function ExceptionsPage({ searchParams }: { searchParams: SearchParams }) {
  return <ListPage list={LIST} searchParams={searchParams} />;
}
