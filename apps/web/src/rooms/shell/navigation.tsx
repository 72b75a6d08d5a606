"use client";

import { NavLink, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useId } from "react";
import { SECTION_GROUPS, type Section, type SectionGroup, sectionOf } from "./sections.ts";

type LinkProps = { section: Section; current: Section | null; asOf: string | null; onNavigate: () => void };

function SectionLink({ section, current, asOf, onNavigate }: LinkProps) {
  const { href, label, Icon, keepsAsOf } = section;
  const active = section === current;
  return (
    <NavLink
      component={Link}
      href={keepsAsOf && asOf ? `${href}?${new URLSearchParams({ asOf })}` : href}
      label={label}
      leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
      active={active}
      aria-current={active ? "page" : undefined}
      onClick={onNavigate}
      py={6}
      style={{ borderRadius: "var(--mantine-radius-md)" }}
    />
  );
}

function Group({ heading, sections, ...rest }: SectionGroup & Omit<LinkProps, "section">) {
  const id = useId();
  return (
    <Stack gap={1} role="group" aria-labelledby={heading ? id : undefined}>
      {heading && (
        <Text id={id} size="xs" fw={600} c="dimmed" px="sm" pt={4} pb={2}>
          {heading}
        </Text>
      )}
      {sections.map((section) => (
        <SectionLink key={section.href} section={section} {...rest} />
      ))}
    </Stack>
  );
}

/** The console's sections. The current one is marked, for screen readers too. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const current = sectionOf(usePathname());
  const asOf = useSearchParams().get("asOf");
  return (
    <Stack gap="xs" style={{ overflowY: "auto" }}>
      {SECTION_GROUPS.map((group) => (
        <Group key={group.heading ?? "overview"} {...group} current={current} asOf={asOf} onNavigate={onNavigate} />
      ))}
    </Stack>
  );
}
