import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import {
  AgeText,
  CopyableCode,
  DateText,
  formatDays,
  type KeyValue,
  KeyValueList,
  LinkButton,
  LinkText,
  PageHeader,
  SectionCard,
  Unknown,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { credentialName, credentialSentence, isKey, KIND_LABELS, STATUS_LABELS } from "../credential-labels.ts";
import { LastUse } from "../last-use.tsx";
import { SourceList } from "../source-list.tsx";
import { StateBadge } from "../state-badge.tsx";

export const metadata: Metadata = { title: "Credential" };

function identityItems(credential: Credential): KeyValue[] {
  const { kind, accessKeyId, status, userRecordId, userName, userId, awsAccountId, accountName, owner } = credential;
  return [
    { label: "Kind", value: KIND_LABELS[kind] },
    ...(accessKeyId
      ? [{ label: "Access key id", value: <CopyableCode value={accessKeyId} label="access key id" /> }]
      : []),
    { label: "Status", value: STATUS_LABELS[status] },
    {
      label: "User",
      value: userRecordId ? (
        <LinkText href={`/users/${userRecordId}`} inherit>
          {userName}
        </LinkText>
      ) : (
        userName
      ),
    },
    ...(userId ? [{ label: "User id", value: <CopyableCode value={userId} label="user id" /> }] : []),
    {
      label: "Account",
      value: <LinkText href={`/accounts/${awsAccountId}`} inherit>{`${accountName} (${awsAccountId})`}</LinkText>,
    },
    { label: "Owner", value: owner ?? "no owner tag on the user" },
  ];
}

function timeItems(credential: Credential, now: Date): KeyValue[] {
  const {
    createdAt,
    ageDays,
    deadlineAt,
    status,
    lastUse,
    lastUsedAt,
    lastUsedService,
    lastUsedRegion,
    firstSeenAt,
    kind,
  } = credential;
  const noDeadline =
    status === "active" && ageDays === null ? <Unknown reason="Without an age there is no deadline." /> : "none";
  return [
    {
      label: "Made or last changed",
      value: createdAt ? <DateText at={createdAt} withTime /> : <Unknown reason="AWS did not tell when it was made." />,
    },
    { label: "Age", value: ageDays === null ? <Unknown reason="Its age could not be read." /> : formatDays(ageDays) },
    { label: "Rotation deadline", value: deadlineAt ? <DateText at={deadlineAt} /> : noDeadline },
    { label: "Last used", value: <LastUse lastUse={lastUse} lastUsedAt={lastUsedAt} now={now} /> },
    ...(lastUse === "at" && isKey(kind)
      ? [
          { label: "Last used for", value: lastUsedService ?? <Unknown reason="AWS did not tell the service." /> },
          { label: "Last used in", value: lastUsedRegion ?? <Unknown reason="AWS did not tell the Region." /> },
        ]
      : []),
    { label: "First seen by Rolecall", value: <AgeText at={firstSeenAt} now={now} /> },
  ];
}

export default async function CredentialPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const credential = await orNotFound(api.credentials.get({ id }));
  const now = new Date();
  return (
    <>
      <PageHeader
        title={credentialName(credential)}
        breadcrumbs={[{ label: "Credentials", href: "/credentials" }]}
        description={`${KIND_LABELS[credential.kind]} of ${credential.userName} in ${credential.accountName}`}
        actions={
          credential.userRecordId && (
            <LinkButton href={`/users/${credential.userRecordId}`} variant="default" size="xs">
              See the user
            </LinkButton>
          )
        }
      />
      <Stack gap="md">
        <SectionCard title="State">
          <Stack gap="xs" align="flex-start">
            <StateBadge {...credential} />
            <Text size="sm">{credentialSentence(credential, now)}</Text>
          </Stack>
        </SectionCard>
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="Identity">
            <KeyValueList items={identityItems(credential)} />
          </SectionCard>
          <SectionCard title="Age and use">
            <KeyValueList items={timeItems(credential, now)} />
          </SectionCard>
        </SimpleGrid>
        <SourceList sources={credential.sources} now={now} />
      </Stack>
    </>
  );
}
