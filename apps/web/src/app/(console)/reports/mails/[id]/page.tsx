import { Stack } from "@mantine/core";
import type { OutboxMail } from "@rolecall/domain";
import {
  CopyableCode,
  DateText,
  type KeyValue,
  KeyValueList,
  PageHeader,
  SectionCard,
  SegmentedLinks,
  StatusBadge,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { createLoader, parseAsStringLiteral } from "nuqs/server";
import type { SearchParams } from "../../../../../rooms/address/page-address.ts";
import { serverApi } from "../../../../../server/api.ts";
import { orNotFound } from "../../../../../server/or-not-found.ts";
import { MAIL_LABELS, mailState } from "../../report-labels.ts";
import classes from "./mail-frame.module.css";

export const metadata: Metadata = { title: "Mail" };

const loadView = createLoader({ view: parseAsStringLiteral(["html", "text"]).withDefault("html") });

const WAITING_HINT = "No mail server is set. It goes out when there is one; until then it can be read here.";

function factsOf({ recipient, status, createdAt, sentAt, attempts, lastError }: OutboxMail): KeyValue[] {
  const state = mailState({ status, attempts }, createdAt, new Date());
  const { label, tone } = MAIL_LABELS[state];
  return [
    { label: "To", value: recipient },
    {
      label: "Status",
      value: <StatusBadge tone={tone}>{label}</StatusBadge>,
      ...(state === "held" ? { hint: WAITING_HINT } : {}),
    },
    { label: "Composed", value: <DateText at={createdAt} withTime /> },
    { label: "Sent", value: sentAt ? <DateText at={sentAt} withTime /> : "not yet" },
    ...(attempts > 0 ? [{ label: "Attempts", value: attempts }] : []),
    ...(lastError ? [{ label: "Last failure", value: lastError }] : []),
  ];
}

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function MailPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const { view } = await loadView(searchParams);
  const api = await serverApi();
  const mail = await orNotFound(api.reports.mail({ id }));
  const path = `/reports/mails/${id}`;
  return (
    <>
      <PageHeader
        title={mail.subject}
        breadcrumbs={[{ label: "Reports", href: "/reports" }]}
        description="A mail of the outbox, as its receiver sees it"
      />
      <Stack gap="md">
        <SectionCard title="Delivery">
          <KeyValueList items={factsOf(mail)} />
        </SectionCard>
        <SectionCard
          title="Content"
          actions={
            <SegmentedLinks
              label="Parts of the mail"
              items={[
                { label: "HTML", href: path, current: view === "html" },
                { label: "Plain text", href: `${path}?view=text`, current: view === "text" },
              ]}
            />
          }
        >
          {view === "html" ? (
            <iframe
              title={`HTML of ${mail.subject}`}
              className={classes.frame}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
              srcDoc={`<base target="_blank">${mail.html}`}
            />
          ) : (
            <CopyableCode block value={mail.text} label="plain text of the mail" />
          )}
        </SectionCard>
      </Stack>
    </>
  );
}
