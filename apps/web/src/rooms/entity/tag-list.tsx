import { Text } from "@mantine/core";
import type { IamUser } from "@rolecall/domain";
import { KeyValueList, SectionCard } from "@rolecall/ui";

export function TagList({ tags }: Pick<IamUser, "tags">) {
  return (
    <SectionCard title="Tags">
      {tags.length === 0 ? (
        <Text size="sm" c="dimmed">
          No tags.
        </Text>
      ) : (
        <KeyValueList items={tags.map(({ key, value }) => ({ label: key, value: value === "" ? "(empty)" : value }))} />
      )}
    </SectionCard>
  );
}
