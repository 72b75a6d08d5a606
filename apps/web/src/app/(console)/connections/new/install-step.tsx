import { Divider, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { type Connection, READ_PERMISSIONS } from "@rolecall/domain";
import { CopyableCode, LinkButton } from "@rolecall/ui";
import { Templates } from "../templates.tsx";
import classes from "./install-step.module.css";
import { wizardHref } from "./wizard-progress.tsx";

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
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <div>
            <Text size="sm" fw={600} mb={4}>
              It can read
            </Text>
            <ul className={classes.actions}>
              {READ_PERMISSIONS.map(({ action, purpose, required }) => (
                <li key={action}>
                  <code>{action}</code>
                  <span>
                    {purpose}
                    {required ? "" : " (optional)"}
                  </span>
                </li>
              ))}
            </ul>
          </div>
          <div>
            <Text size="sm" fw={600} mb={4}>
              It cannot
            </Text>
            <ul className={classes.plain}>
              <li>create, change or delete anything in your account</li>
              <li>see the secret of a key or a password: AWS shows them to nobody</li>
              <li>read your data, in S3, databases or anywhere else</li>
              <li>do more than this list, even if the role could: each session carries it as its own policy</li>
            </ul>
            <Text size="sm" c="dimmed" mt="sm">
              Leave out what is optional and Rolecall shows what depends on it as unknown.
            </Text>
          </div>
        </SimpleGrid>
      </section>
      <Divider />
      <section aria-labelledby="install">
        <Title order={2} size="h5" id="install" mb="sm">
          Install the role
        </Title>
        <Templates connection={connection} />
      </section>
      <Group>
        <LinkButton href={wizardHref(connection.id, "role")}>The role is installed: continue</LinkButton>
      </Group>
    </Stack>
  );
}
