import { Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Credential } from "@rolecall/domain";
import {
  AgeText,
  CopyableCode,
  DateText,
  formatDays,
  type KeyValue,
  KeyValueList,
  PartialNotice,
  SectionCard,
  TableSkeleton,
  Unknown,
} from "@rolecall/ui";
import type { Metadata } from "next";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { type Moment, momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
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
import { StateBadge } from "../../../../rooms/credentials/state-badge.tsx";
import { stageOf } from "../../../../rooms/credentials/state-stage.ts";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { accountItem } from "../../../../rooms/entity/entity-items.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { TrailPanel } from "../../../../rooms/trail/trail-panel.tsx";
import { ActivityStrip } from "../../../../rooms/usage/activity-strip.tsx";
import { LastUse } from "../../../../rooms/usage/last-use.tsx";
import { serverApi } from "../../../../server/api.ts";
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
  const { kind, name, serviceName, status, userId, owner, userRecordId } = credential;
  return [
    { label: "Kind", value: KIND_LABELS[kind] },
    ...idItems(credential),
    ...(name ? [{ label: "Name", value: name }] : []),
    ...(serviceName ? [{ label: "For the service", value: serviceName }] : []),
    { label: "Status", value: STATUS_LABELS[status] },
    { label: "Belongs to", value: <OwnerLink credential={credential} moment={moment} /> },
    ...(userId ? [{ label: "User id", value: <CopyableCode value={userId} label="user id" /> }] : []),
    accountItem(credential),
    ...(userRecordId ? [{ label: "Owner", value: owner ?? "no owner tag on the user" }] : []),
  ];
}

function timeItems({ credential, moment }: PartProps): KeyValue[] {
  const { createdAt, ageDays, lastUse, lastUsedAt, lastUsedService, lastUsedRegion, firstSeenAt, kind } = credential;
  return [
    {
      label: "Made or last changed",
      value: createdAt ? <DateText at={createdAt} withTime /> : <Unknown reason="AWS did not tell when it was made." />,
    },
    { label: "Age", value: ageDays === null ? <Unknown reason="Its age could not be read." /> : formatDays(ageDays) },
    { label: "Deadline", value: <Deadline {...credential} /> },
    ...limitItems(credential),
    {
      label: "Last used",
      value: <LastUse lastUse={lastUse} lastUsedAt={lastUsedAt} now={moment.at} isTracked={isUseTracked(kind)} />,
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

async function CredentialActivity({ credential, moment }: PartProps) {
  if (!isUseTracked(credential.kind)) {
    return (
      <PartialNotice tone="info" title="Its use is unknown">
        AWS does not track the use of this kind of credential, so that nothing can be told of it.
      </PartialNotice>
    );
  }
  const api = await serverApi();
  const activity = await api.credentials.activity({ id: credential.id });
  return (
    <Stack gap="md">
      <UsageCard id={credential.id} moment={moment} />
      <ActivityStrip activity={activity} moment={moment} firstSeenAt={credential.firstSeenAt} noun="credential" />
    </Stack>
  );
}

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function CredentialPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const credential = await readAt(moment, (asOf) => api.credentials.get({ id, asOf }));
  const place = {
    noun: "credential",
    path: `/credentials/${id}`,
    breadcrumbs: [{ label: "Credentials", href: hrefOf("/credentials", { asOf: moment.day }) }],
    moment,
  };
  if (!credential) return <NotKnownThen {...place} />;
  const part = { credential, moment };
  const stage = stageOf(credential, moment.at);
  return (
    <EntityFrame
      {...place}
      title={credentialName(credential)}
      description={`${KIND_LABELS[credential.kind]} of ${ownerName(credential)} in ${credential.accountName}`}
      subject="credential"
      entity={credential}
    >
      <SectionCard title="State">
        <Stack gap="xs" align="flex-start">
          <Group gap="xs">
            <StateBadge {...credential} />
            {stage && (
              <Text size="sm" c="dimmed">
                {stage}
              </Text>
            )}
          </Group>
          <Text size="sm">{credentialSentence(credential, moment.at)}</Text>
        </Stack>
      </SectionCard>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={identityItems(part)} />
        </SectionCard>
        <SectionCard title="Age and use">
          <KeyValueList items={timeItems(part)} />
        </SectionCard>
      </SimpleGrid>
      <Block name="The credential's findings" query={[id, moment.day]} skeleton={<TableSkeleton rows={2} />}>
        <SubjectFindings
          awsAccountId={credential.awsAccountId}
          chosen={{ subject: "credential", subjectId: id }}
          noun="credential"
          moment={moment}
        />
      </Block>
      <Block name="The credential's use" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
        <CredentialActivity {...part} />
      </Block>
      {!moment.asOf && credential.kind === "access_key" && credential.accessKeyId && (
        <Block name="The lookup in CloudTrail" query={id} skeleton={<TableSkeleton rows={2} />}>
          <TrailPanel subject="credential" id={id} now={moment.at} />
        </Block>
      )}
    </EntityFrame>
  );
}
