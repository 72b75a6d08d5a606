import { Stack, Text } from "@mantine/core";
import { UPLOAD_FILES } from "@rolecall/domain";
import { CopyableCode, PageHeader, SectionCard } from "@rolecall/ui";
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
          <Stack gap="xs">
            {Object.values(UPLOAD_FILES).map(({ title, command }) => (
              <CopyableCode
                key={title}
                block
                label={`Copy the command for the ${title.toLowerCase()}`}
                value={command}
              />
            ))}
          </Stack>
          <Text size="sm" c="dimmed" mt="sm">
            The second file is optional. Without it, passwords, MFA, and age and last use of access keys are unknown.
            Neither file holds a secret access key; secrets inside policy documents are masked before anything is
            stored.
          </Text>
        </SectionCard>
        <SectionCard title="2. Upload them">
          <UploadForm />
        </SectionCard>
      </Stack>
    </>
  );
}
