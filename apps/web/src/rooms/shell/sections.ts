import {
  IconAlertTriangle,
  IconArrowsDiff,
  IconBuildingBank,
  IconChartAreaLine,
  IconCloud,
  IconDots,
  IconFileAnalytics,
  IconFileText,
  IconFlag,
  IconKey,
  IconLayoutDashboard,
  IconListCheck,
  IconMap2,
  IconPlugConnected,
  IconRefresh,
  IconSettings,
  IconShieldCheck,
  IconShieldHalf,
  IconTransfer,
  IconUser,
  IconUserCheck,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";

export type Section = {
  href: string;
  label: string;
  Icon: typeof IconCloud;
  /** Other pages that belong to it. */
  also?: readonly string[];
  /** Its link keeps the day of the past that the current page shows. */
  keepsAsOf?: true;
};
export type SectionGroup = { heading: string | null; sections: readonly Section[] };

/** The console's sections, by what people come for. Kinds that few people need are behind “More”. */
export const SECTION_GROUPS: readonly SectionGroup[] = [
  { heading: null, sections: [{ href: "/overview", label: "Overview", Icon: IconLayoutDashboard }] },
  {
    heading: "Migration",
    sections: [
      { href: "/migration", label: "Queue", Icon: IconTransfer, keepsAsOf: true },
      { href: "/migration/campaigns", label: "Campaigns", Icon: IconFlag },
      { href: "/migration/progress", label: "Progress", Icon: IconChartAreaLine },
      { href: "/owners", label: "Owners", Icon: IconUserCheck },
    ],
  },
  {
    heading: "Judgement",
    sections: [
      { href: "/findings", label: "Findings", Icon: IconAlertTriangle, keepsAsOf: true },
      { href: "/checks", label: "Checks", Icon: IconListCheck, keepsAsOf: true },
      { href: "/trust-map", label: "Trust map", Icon: IconMap2 },
      { href: "/rotation", label: "Rotation", Icon: IconRefresh },
      { href: "/exceptions", label: "Exceptions", Icon: IconShieldCheck },
    ],
  },
  {
    heading: "Inventory",
    sections: [
      { href: "/people", label: "People", Icon: IconUsers },
      { href: "/users", label: "Users", Icon: IconUser, keepsAsOf: true },
      { href: "/credentials", label: "Credentials", Icon: IconKey, keepsAsOf: true },
      { href: "/roles", label: "Roles", Icon: IconShieldHalf, keepsAsOf: true },
      { href: "/policies", label: "Policies", Icon: IconFileText, keepsAsOf: true },
      { href: "/groups", label: "Groups", Icon: IconUsersGroup, keepsAsOf: true },
      { href: "/identity-providers", label: "Identity providers", Icon: IconBuildingBank, keepsAsOf: true },
      {
        href: "/inventory",
        label: "More",
        Icon: IconDots,
        also: ["/instance-profiles", "/permission-sets", "/roles-anywhere"],
        keepsAsOf: true,
      },
    ],
  },
  {
    heading: "History",
    sections: [
      { href: "/changes", label: "What changed", Icon: IconArrowsDiff },
      { href: "/reports", label: "Reports", Icon: IconFileAnalytics },
    ],
  },
  {
    heading: "Setup",
    sections: [
      { href: "/accounts", label: "Accounts", Icon: IconCloud },
      { href: "/connections", label: "Connections", Icon: IconPlugConnected },
      { href: "/settings", label: "Settings", Icon: IconSettings },
    ],
  },
];

const SECTIONS = SECTION_GROUPS.flatMap(({ sections }) => sections);

/** How much of a path a section covers, in characters; 0: the page does not belong to it. */
function coverOf(pathname: string, { href, also = [] }: Section): number {
  const covering = [href, ...also].filter((path) => pathname === path || pathname.startsWith(`${path}/`));
  return Math.max(0, ...covering.map(({ length }) => length));
}

/** The section that a page belongs to: of two that cover its path, the closer one. */
export function sectionOf(pathname: string): Section | null {
  const [closest] = SECTIONS.map((section) => ({ section, cover: coverOf(pathname, section) }))
    .filter(({ cover }) => cover > 0)
    .toSorted((a, b) => b.cover - a.cover);
  return closest?.section ?? null;
}
