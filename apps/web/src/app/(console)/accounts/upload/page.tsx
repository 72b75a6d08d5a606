import { SimpleGrid, Stack, Text } from "@mantine/core";
import { UPLOAD_FILES } from "@rolecall/domain";
import { CopyableCode, LinkText, PageHeader, SectionCard } from "@rolecall/ui";
import type { Metadata } from "next";
import { requireSession } from "../../../../server/session.ts";
import { UploadForm } from "./upload-form.tsx";

export const metadata: Metadata = { title: "Upload an account" };

/** For teams that may not grant a role yet: the same inventory from two files. */
export default async function UploadPage() {
  await requireSession();
  return (
    <>
      <PageHeader
        title="Upload an account"
        breadcrumbs={[{ label: "Accounts", href: "/accounts" }]}
        description="Take an account's roll from files, without granting a role. The pages are the same, marked as uploaded; a connection can take the account over later."
      />
      <Stack gap="lg">
        <SectionCard
          title="1. Make the files"
          description="With any read-only access to the account, such as AWS's managed policy SecurityAudit."
        >
          <Stack gap="md">
            {Object.values(UPLOAD_FILES).map(({ title, command, required }) => (
              <div key={title}>
                <Text size="sm" fw={500} mb={4}>
                  {title}
                  {!required && " (optional)"}
                </Text>
                <CopyableCode block label={`command for the ${title.toLowerCase()}`} value={command} />
              </div>
            ))}
          </Stack>
        </SectionCard>
        <SectionCard title="2. Upload them">
          <UploadForm />
        </SectionCard>
        <SectionCard title="Good to know">
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
            <Text size="sm">
              Without the second file, passwords, MFA, and age and last use of access keys are unknown, and shown so.
              Ids of access keys are in neither file: keys are told apart by user and date until a connection reads
              them.
            </Text>
            <Text size="sm">
              Neither file holds a secret access key. Secrets inside policy documents are masked before anything is
              stored, and the files themselves are not kept. The same upload can be made{" "}
              <LinkText inherit underline="always" href="/settings/api-tokens">
                over the API
              </LinkText>
              .
            </Text>
          </SimpleGrid>
        </SectionCard>
      </Stack>
    </>
  );
}
