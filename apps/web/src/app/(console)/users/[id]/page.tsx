import { SimpleGrid } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import { DateText, type KeyValue, KeyValueList, SectionCard, TableSkeleton } from "@rolecall/ui";
import type { Metadata } from "next";
import { serverApi } from "../../../../server/api.ts";
import { ActivityStrip } from "../../inventory/activity-strip.tsx";
import { EntityFrame } from "../../inventory/entity-frame.tsx";
import { entityItems } from "../../inventory/entity-items.tsx";
import { type Moment, momentOfSearch } from "../../inventory/moment.ts";
import { NotKnownThen } from "../../inventory/not-known-then.tsx";
import { PolicyList } from "../../inventory/policy-list.tsx";
import { PowerLine } from "../../inventory/power-line.tsx";
import { readAt } from "../../inventory/read-at.ts";
import { readPowerOfUser } from "../../inventory/read-power.ts";
import { SubjectFindings } from "../../inventory/subject-findings.tsx";
import { TrailPanel } from "../../inventory/trail-panel.tsx";
import { hrefOf, type SearchParams } from "../../list-query.ts";
import { Block } from "../../overview/block.tsx";
import { PowerBadge } from "../../roles/power-badge.tsx";
import { GroupLinks } from "../group-links.tsx";
import { MfaDeviceList } from "../mfa-device-list.tsx";
import { RecheckButton } from "../recheck-button.tsx";
import { RotationHistory } from "../rotation-history.tsx";
import { TagList } from "../tag-list.tsx";
import { UserCredentials } from "../user-credentials.tsx";
import { ActiveKeys, ConsolePassword, LastActivity, MfaBadge, OldestKeyAge } from "../user-facts.tsx";

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
