import { SimpleGrid } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { PolicyList } from "../../../../rooms/access/policy-list.tsx";
import { PowerBadge } from "../../../../rooms/access/power-badge.tsx";
import { PowerLine } from "../../../../rooms/access/power-line.tsx";
import { readPowerOfUser } from "../../../../rooms/access/read-power.ts";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { SearchParams } from "../../../../rooms/address/page-address.ts";
import { type Moment, momentOfSearch } from "../../../../rooms/as-of/moment.ts";
import { NotKnownThen } from "../../../../rooms/as-of/not-known-then.tsx";
import { readAt } from "../../../../rooms/as-of/read-at.ts";
import { Block } from "../../../../rooms/block/block.tsx";
import { EntityFrame } from "../../../../rooms/entity/entity-frame.tsx";
import { entityItems } from "../../../../rooms/entity/entity-items.tsx";
import { TagList } from "../../../../rooms/entity/tag-list.tsx";
import { SubjectFindings } from "../../../../rooms/findings/subject-findings.tsx";
import { TrailPanel } from "../../../../rooms/trail/trail-panel.tsx";
import { ActivityStrip } from "../../../../rooms/usage/activity-strip.tsx";
import {
  ActiveKeys,
  ConsolePassword,
  LastActivity,
  MfaBadge,
  OldestKeyAge,
} from "../../../../rooms/users/user-facts.tsx";
import { serverApi } from "../../../../server/api.ts";
import { GroupLinks } from "./group-links.tsx";
import { MfaDeviceList } from "./mfa-device-list.tsx";
import { RecheckButton } from "./recheck-button.tsx";
import { RotationHistory } from "./rotation-history.tsx";
import { UserCredentials } from "./user-credentials.tsx";

export const metadata: Metadata = { title: "User" };

type PartProps = { user: IamUser; moment: Moment };

async function UserPower({ user, moment }: PartProps) {
  return <PowerLine {...(await readPowerOfUser(user, moment))} />;
}

const accessItems = ({ user, moment }: PartProps): KeyValue[] => [
  {
    label: "May",
    value: (
      <Block name="What the user may do" query={[user.id, moment.day]} skeleton={<PowerBadge power={user.power} />}>
        <UserPower user={user} moment={moment} />
      </Block>
    ),
  },
  { label: "Console password", value: <ConsolePassword {...user} /> },
  { label: "MFA", value: <MfaBadge {...user} /> },
  { label: "Active access keys", value: <ActiveKeys {...user} /> },
  { label: "Oldest active key", value: <OldestKeyAge {...user} /> },
  { label: "Last activity", value: <LastActivity {...user} now={moment.at} /> },
  {
    label: "Rechecked",
    value: user.recheckedAt ? (
      <DateText at={user.recheckedAt} withTime />
    ) : (
      "not yet: it was read together with its account"
    ),
  },
];

async function UserActivity({ user, moment }: PartProps) {
  const api = await serverApi();
  const activity = await api.users.activity({ id: user.id });
  return <ActivityStrip activity={activity} moment={moment} firstSeenAt={user.firstSeenAt} noun="user" />;
}

type PageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function UserPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  const moment = await momentOfSearch(searchParams);
  const api = await serverApi();
  const user = await readAt(moment, (asOf) => api.users.get({ id, asOf }));
  const place = {
    noun: "user",
    path: `/users/${id}`,
    breadcrumbs: [{ label: "Users", href: hrefOf("/users", { asOf: moment.day }) }],
    moment,
  };
  if (!user) return <NotKnownThen {...place} />;
  const part = { user, moment };
  const query = [id, moment.day];
  const isPresent = !moment.asOf;
  return (
    <EntityFrame
      {...place}
      title={user.userName}
      description={`IAM user in ${user.accountName}`}
      subject="user"
      entity={user}
      actions={isPresent && !user.goneAt && <RecheckButton userId={id} />}
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <SectionCard title="Identity">
          <KeyValueList items={entityItems(user, { noun: "user", awsId: user.userId, path: user.path, moment })} />
        </SectionCard>
        <SectionCard title="Access">
          <KeyValueList items={accessItems(part)} />
        </SectionCard>
      </SimpleGrid>
      <Block name="The user's credentials" query={query} skeleton={<TableSkeleton rows={2} />}>
        <UserCredentials {...part} />
      </Block>
      <Block name="The user's findings" query={query} skeleton={<TableSkeleton rows={2} />}>
        <SubjectFindings
          awsAccountId={user.awsAccountId}
          chosen={{ userRecordId: id }}
          noun="user"
          moment={moment}
          namesResource
        />
      </Block>
      <Block name="The rotation history" query={query} skeleton={<TableSkeleton rows={3} />}>
        <RotationHistory {...part} />
      </Block>
      <Block name="The user's activity" query={query} skeleton={<TableSkeleton rows={3} />}>
        <UserActivity {...part} />
      </Block>
      <Block name="The user's permissions" query={query} skeleton={<TableSkeleton rows={3} />}>
        <PolicyList
          {...user}
          moment={moment}
          more={[{ label: "Groups", value: <GroupLinks {...user} moment={moment} /> }]}
        />
      </Block>
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
        <MfaDeviceList mfaDevices={user.mfaDevices} />
        <TagList tags={user.tags} />
      </SimpleGrid>
      {isPresent && (
        <Block name="The lookup in CloudTrail" query={id} skeleton={<TableSkeleton rows={2} />}>
          <TrailPanel subject="user" id={id} now={moment.at} />
        </Block>
      )}
    </EntityFrame>
  );
}
