import { Group, Text } from "@mantine/core";

/** The mark: a list being ticked off. */
export function Brand() {
  return (
    <Group gap={10} wrap="nowrap">
      <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" focusable="false">
        <rect width="26" height="26" rx="7" fill="var(--mantine-color-accent-6)" />
        <path
          d="M6.5 8.7l1.6 1.6 2.8-3M6.5 16.7l1.6 1.6 2.8-3"
          fill="none"
          stroke="#fff"
          strokeWidth="1.9"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <path d="M13.8 9h6M13.8 17h6" stroke="#fff" strokeOpacity=".75" strokeWidth="1.9" strokeLinecap="round" />
      </svg>
      <Text fw={700} size="lg" component="span" style={{ letterSpacing: "-0.01em" }}>
        Rolecall
      </Text>
    </Group>
  );
}
