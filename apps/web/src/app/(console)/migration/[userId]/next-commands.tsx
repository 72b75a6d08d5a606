import { Stack, Text } from "@mantine/core";
import type { MigrationReplacement } from "@rolecall/domain";
import { CopyableCode, SectionCard } from "@rolecall/ui";
import { readReplacement } from "./read-replacement.ts";

type Next = NonNullable<MigrationReplacement["next"]>;

function WayBack({ wayBack }: Pick<Next, "wayBack">) {
  if (!wayBack) return <Text size="sm">There is no way back.</Text>;
  return (
    <>
      <Text size="sm">
        <strong>Way back.</strong> {wayBack.sentence}
      </Text>
      {wayBack.commands.length > 0 && (
        <CopyableCode block value={wayBack.commands.join("\n")} label="commands of the way back" />
      )}
    </>
  );
}

/** The commands of the next step, and how to go back; nothing where no command is needed. */
export async function NextCommands({ userId }: { userId: string }) {
  const { next } = await readReplacement(userId);
  if (!next || next.commands.length === 0) return null;
  return (
    <SectionCard title="Commands of the next step" description={next.sentence}>
      <Stack gap="sm">
        <CopyableCode block value={next.commands.join("\n")} label="commands of the next step" />
        <WayBack wayBack={next.wayBack} />
      </Stack>
    </SectionCard>
  );
}
