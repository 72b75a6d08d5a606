import { SimpleGrid, Stack, Text } from "@mantine/core";
import type { IamPersonDetail, Power, UserOfPerson } from "@rolecall/domain";
import { type KeyValue, KeyValueList, PageHeader, SectionCard, Unknown } from "@rolecall/ui";
import type { Metadata } from "next";
import { PowerBadge } from "../../../../rooms/access/power-badge.tsx";
import { PEOPLE } from "../../../../rooms/address/people.ts";
import { momentOf } from "../../../../rooms/as-of/moment.ts";
import { StageBadge } from "../../../../rooms/migration/migration-badges.tsx";
import { MfaBadge } from "../../../../rooms/users/user-facts.tsx";
import { serverApi } from "../../../../server/api.ts";
import { orNotFound } from "../../../../server/or-not-found.ts";
import { Oneness } from "../oneness.tsx";
import { PersonUsers } from "./person-users.tsx";

export const metadata: Metadata = { title: "Person or workload" };

const RANK = ["admin", "escalation", "write", "read", "none"] as const satisfies readonly Power[];

/** The most that any of its users may do. What could not be read is not taken for nothing. */
function strongestPower(users: readonly UserOfPerson[]): Power {
  const powers = new Set(users.map(({ power }) => power));
  const strongest = RANK.find((power) => powers.has(power)) ?? "unknown";
  return powers.has("unknown") && (strongest === "none" || strongest === "read") ? "unknown" : strongest;
}

/** Users with a password alone need MFA. */
function mfaOf(users: readonly UserOfPerson[]) {
  const signingIn = users.filter(({ hasConsolePassword }) => hasConsolePassword !== false);
  const weakest = signingIn.find(({ hasMfa }) => hasMfa === false) ?? signingIn.find(({ hasMfa }) => hasMfa === null);
  const shown = weakest ?? signingIn[0];
  return shown ? <MfaBadge {...shown} /> : "No console password";
}

/** Who answers for any of its users. */
const ownersOf = ({ migrations }: IamPersonDetail): string =>
  [...new Set(migrations.map(({ owner }) => owner ?? "No owner"))].join(", ") || "No owner";

const summaryOf = (person: IamPersonDetail): KeyValue[] => [
  { label: "Owner", value: ownersOf(person) },
  { label: "Users", value: `${person.users} in ${person.accounts} ${person.accounts === 1 ? "account" : "accounts"}` },
  { label: "Strongest privilege", value: <PowerBadge power={strongestPower(person.iamUsers)} /> },
  { label: "MFA", value: mfaOf(person.iamUsers) },
  {
    label: "Furthest behind",
    value: person.furthestBehind ? <StageBadge stage={person.furthestBehind} /> : "Not evaluated yet",
  },
  {
    label: "Identity Center user",
    value: <Unknown reason="The directory of IAM Identity Center is not read, only its permission sets." />,
  },
];

function Why({ person }: { person: IamPersonDetail }) {
  if (person.confidence === null) return <Text size="sm">One user, matched with no other.</Text>;
  return (
    <Stack gap="xs">
      <KeyValueList items={[{ label: "Confidence", value: <Oneness {...person} /> }]} />
      <ul style={{ margin: 0, paddingInlineStart: "1.2rem" }}>
        {person.reasons.map((reason) => (
          <li key={reason} style={{ overflowWrap: "anywhere" }}>
            <Text size="sm">{reason}</Text>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

/** A person or a workload, with its users over all accounts. */
export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  const person = await orNotFound(api.people.get({ id }));
  return (
    <>
      <PageHeader
        title={person.name}
        description="Person or workload, with its IAM users over all accounts"
        breadcrumbs={[{ label: "People", href: PEOPLE.href({}) }]}
      />
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <SectionCard title="At a glance">
            <KeyValueList items={summaryOf(person)} />
          </SectionCard>
          <SectionCard title="Why these users are one">
            <Why person={person} />
          </SectionCard>
        </SimpleGrid>
        <PersonUsers person={person} now={momentOf(null).at} />
      </Stack>
    </>
  );
}
