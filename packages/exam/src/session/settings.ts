import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_SETTINGS, type SiteSettings, siteSettings } from '@haustra/clinical';
import type { EventBody } from '@haustra/domain';

type Started = Extract<EventBody, { type: 'started' }>;

/** What `started` says of the site's settings; nothing where they are the rules' own. */
export function settingsSaid(settings: SiteSettings): Pick<Started, 'settings'> {
  if (isDeepStrictEqual(settings, DEFAULT_SETTINGS)) return {};
  const { muted } = settings.prompts;
  return {
    settings: { ...settings, prompts: { ...settings.prompts, muted: muted === 'all' ? muted : [...muted] } },
  };
}

/** The settings that an examination began with, which hold to its end. @throws HaustraError as `siteSettings`. */
export const settingsOf = ({ settings }: Started): SiteSettings => siteSettings(settings ?? {});
