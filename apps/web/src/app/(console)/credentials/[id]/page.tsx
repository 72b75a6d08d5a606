import { Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import {
  AgeText,
  CopyableCode,
  DateText,
  type KeyValue,
  KeyValueList,
  PartialNotice,
  SectionCard,
  TableSkeleton,
  Unknown,
} from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";
import type { Metadata } from "next";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { Deadline, OwnerLink } from "../../../../rooms/credentials/credential-facts.tsx";
import {
  awsIdOf,
  credentialName,
  isKey,
  isUseTracked,
  KIND_LABELS,
  ownerName,
  STATUS_LABELS,
} from "../../../../rooms/credentials/credential-labels.ts";
import { StateBadge, UseBadge } from "../../../../rooms/credentials/state-badge.tsx";
import { stageOf, useStageOf } from "../../../../rooms/credentials/state-stage.ts";
import { accountItem } from "../../../../rooms/entity/entity-items.tsx";
import { type Entity, EntityPage, type EntityPageProps } from "../../../../rooms/entity/entity-page.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { TrailPanel } from "../../../../rooms/trail/trail-panel.tsx";
import { Activity } from "../../../../rooms/usage/activity.tsx";
import { LastUse } from "../../../../rooms/usage/last-use.tsx";
import { credentialSentence } from "./credential-sentence.ts";
import { limitItems } from "./limit-items.tsx";
import { UsageCard } from "./usage-card.tsx";

export const metadata: Metadata = { title: "Credential" };

type PartProps = { credential: Credential; moment: Moment };

const UNTOLD_ID = "An uploaded report does not tell the ids of access keys. Connect the account to know it.";

function idItems(credential: Credential): KeyValue[] {
  const { kind, accessKeyId } = credential;
  const awsId = awsIdOf(credential);
  if (kind === "access_key") {
    const value = accessKeyId ? (
      <CopyableCode value={accessKeyId} label="access key id" />
    ) : (
      <Unknown reason={UNTOLD_ID} />
    );
    return [{ label: "Access key id", value }];
  }
  return awsId ? [{ label: "Id", value: <CopyableCode value={awsId} label="credential id" /> }] : [];
}

function identityItems({ credential, moment }: PartProps): KeyValue[] {
  const { kind, name, serviceName, status, goneAt, userId, owner, userRecordId } = credential;
  return [
    { label: "Kind", value: KIND_LABELS[kind] },
    ...idItems(credential),
    ...(name ? [{ label: "Name", value: name }] : []),
    ...(serviceName ? [{ label: "For the service", value: serviceName }] : []),
    { label: "Status", value: goneAt ? `Deleted, last ${STATUS_LABELS[status].toLowerCase()}` : STATUS_LABELS[status] },
    { label: "Belongs to", value: <OwnerLink credential={credential} moment={moment} /> },
    ...(userId ? [{ label: "User id", value: <CopyableCode value={userId} label="user id" /> }] : []),
    accountItem(credential),
    ...(userRecordId ? [{ label: "Owner", value: owner ?? "No owner" }] : []),
  ];
}

function timeItems({ credential, moment }: PartProps): KeyValue[] {
  const { createdAt, ageDays, lastUse, lastUsedService, lastUsedRegion, firstSeenAt, goneAt, kind } = credential;
  return [
    {
      label: "Made or last changed",
      value: createdAt ? <DateText at={createdAt} withTime /> : <Unknown reason="AWS did not tell when it was made." />,
    },
    {
      label: goneAt ? "Age at its end" : "Age",
      value: ageDays === null ? <Unknown reason="Its age could not be read." /> : formatDays(ageDays),
    },
    { label: "Deadline", value: <Deadline {...credential} /> },
    ...limitItems(credential),
    {
      label: "Last used",
      value: <LastUse {...credential} now={moment.at} isTracked={isUseTracked(kind)} />,
    },
    ...(lastUse === "at" && isKey(kind)
      ? [
          { label: "Last used for", value: lastUsedService ?? <Unknown reason="AWS did not tell the service." /> },
          { label: "Last used in", value: lastUsedRegion ?? <Unknown reason="AWS did not tell the Region." /> },
        ]
      : []),
    { label: "First seen by Rolecall", value: <AgeText at={firstSeenAt} now={moment.at} /> },
  ];
}

function CredentialUse({ credential, moment }: PartProps) {
  const { id, kind } = credential;
  if (!isUseTracked(kind)) {
    return (
      <PartialNotice tone="info" title="Its use is unknown">
        AWS does not record the use of this kind of credential, so that nothing can be told of it.
      </PartialNotice>
    );
  }
  return (
    <>
      <Block name="The credential's use" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
        <UsageCard id={id} moment={moment} />
      </Block>
      <Activity
        noun="credential"
        entity={credential}
        moment={moment}
        read={(api, query) => api.credentials.activity(query)}
      />
    </>
  );
}

function State({ credential, moment }: PartProps) {
  const stages = [stageOf(credential), useStageOf(credential, moment.at)].filter((stage) => stage !== null);
  return (
    <SectionCard title="State">
      <Stack gap="xs" align="flex-start">
        <Group gap="xs">
          <StateBadge {...credential} />
          <UseBadge {...credential} />
          {stages.length > 0 && (
            <Text size="sm" c="dimmed">
              {stages.join(", ")}
            </Text>
          )}
        </Group>
        <Text size="sm">{credentialSentence(credential, moment.at)}</Text>
      </Stack>
    </SectionCard>
  );
}

const PAGE: Entity<Credential> = {
  subject: "credential",
  noun: "credential",
  list: { title: "Credentials", path: "/credentials" },
  read: (api, query) => api.credentials.get(query),
  title: credentialName,
  description: (credential) =>
    `${KIND_LABELS[credential.kind]} of ${ownerName(credential)} in ${credential.accountName}`,
  body: ({ entity: credential, moment }) => (
    <>
      <State credential={credential} moment={moment} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={identityItems({ credential, moment })} />
        </SectionCard>
        <SectionCard title="Age and use">
          <KeyValueList items={timeItems({ credential, moment })} />
        </SectionCard>
      </SimpleGrid>
      <SubjectFindings
        awsAccountId={credential.awsAccountId}
        chosen={{ subject: "credential", subjectId: credential.id }}
        noun="credential"
        moment={moment}
      />
      <CredentialUse credential={credential} moment={moment} />
      {!moment.asOf && credential.kind === "access_key" && credential.accessKeyId && (
        <Block name="The lookup in CloudTrail" query={credential.id} skeleton={<TableSkeleton rows={2} />}>
          <TrailPanel subject="credential" id={credential.id} now={moment.at} />
        </Block>
      )}
    </>
  ),
};

export default function CredentialPage(props: EntityPageProps) {
  return <EntityPage page={PAGE} {...props} />;
}
