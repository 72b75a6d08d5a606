import { Divider, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { Connection } from "@rolecall/domain";
import { CopyableCode, LinkButton } from "@rolecall/ui";
import { ROLE_FORMATS, Templates } from "../templates.tsx";
import { wizardHref } from "../wizard-steps.ts";
import classes from "./install-step.module.css";
import { PermissionLists } from "./permission-lists.tsx";

/** What to install, with which values, and why they matter. */
export function InstallStep({ connection }: { connection: Connection }) {
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <section aria-labelledby="external-id">
          <Title order={2} size="h5" id="external-id" mb={6}>
            External ID
          </Title>
          <CopyableCode label="External ID" value={connection.externalId} />
          <Text size="sm" c="dimmed" mt={6}>
            Made for this connection alone, and never changed. With this condition in its trust policy, the role opens
            only for requests that Rolecall makes for you: nobody else can have Rolecall reach your account by naming
            your role.
          </Text>
        </section>
        <section aria-labelledby="principal">
          <Title order={2} size="h5" id="principal" mb={6}>
            Trusted principal
          </Title>
          <CopyableCode label="trusted principal" value={connection.principalArn} />
          <Text size="sm" c="dimmed" mt={6}>
            Rolecall's own role, the only one that may assume yours. It belongs to Rolecall's worker; the web console
            has no access to AWS at all.
          </Text>
        </section>
      </SimpleGrid>
      <section aria-labelledby="may">
        <Title order={2} size="h5" id="may" mb={6}>
          What Rolecall can do, and what it cannot
        </Title>
        <Text size="sm" fw={600} mb={4}>
          It cannot
        </Text>
        <ul className={classes.plain}>
          <li>create, change or delete anything in your account</li>
          <li>see the secret of a key or a password: AWS shows them to nobody</li>
          <li>read your data, in S3, databases or anywhere else</li>
          <li>do more than this list, even if the role could: each session carries it as its own policy</li>
        </ul>
        <Text size="sm" fw={600} mt="md" mb={4}>
          It can read
        </Text>
        <Text size="sm" c="dimmed" mb="sm">
          Leave out what is optional and Rolecall shows what depends on it as unknown.
        </Text>
        <PermissionLists connection={connection} />
      </section>
      <Divider />
      {connection.kind === "organization" ? <TwoRoles connection={connection} /> : <OneRole connection={connection} />}
      <Group>
        <LinkButton href={wizardHref(connection.id, "role")}>The role is installed: continue</LinkButton>
      </Group>
    </Stack>
  );
}

function OneRole({ connection }: { connection: Connection }) {
  return (
    <section aria-labelledby="install">
      <Title order={2} size="h5" id="install" mb="sm">
        Install the role
      </Title>
      <Templates connection={connection} formats={ROLE_FORMATS} />
    </section>
  );
}

function TwoRoles({ connection }: { connection: Connection }) {
  return (
    <>
      <section aria-labelledby="install">
        <Title order={2} size="h5" id="install" mb={6}>
          1. Install the role that reads the organisation
        </Title>
        <Text size="sm" c="dimmed" mb="sm" maw={720}>
          In the management account, or in one that is a delegated administrator. It may list accounts and units, and
          change none: Rolecall asks for no write permission in AWS Organizations.
        </Text>
        <Templates connection={connection} formats={ROLE_FORMATS} />
      </section>
      <section aria-labelledby="members">
        <Title order={2} size="h5" id="members" mb={6}>
          2. Bring the role into the member accounts
        </Title>
        <Text size="sm" c="dimmed" mb="sm" maw={720}>
          As a StackSet, once for all. It takes some minutes; you can go on meanwhile, and Rolecall waits for each
          account's role by itself.
        </Text>
        <Templates connection={connection} formats={["stackset"]} />
      </section>
    </>
  );
}
