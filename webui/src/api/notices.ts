/** The calls of the notice settings: one's wishes, channels, company settings, texts to customers, links to public pages. */
import { known, server } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
export type Preference = Schemas['Preference'];
export type ChannelBody = Schemas['ChannelBody'];
export type SettingsChange = Schemas['SettingsChange'];

export const preference = () => known(server.GET(`${V1}/notices/preference`));
export const prefer = (body: Preference) => known(server.PUT(`${V1}/notices/preference`, { body }));
export const channels = () => known(server.GET(`${V1}/notices/channels`));
export const addChannel = (body: ChannelBody) => known(server.POST(`${V1}/notices/channels`, { body }));
export const changeChannel = (channel_id: string, body: ChannelBody) => known(server.PUT(`${V1}/notices/channels/{channel_id}`, { params: { path: { channel_id } }, body }));
export const removeChannel = (channel_id: string) => known(server.POST(`${V1}/notices/channels/{channel_id}/remove`, { params: { path: { channel_id } }, body: {} }));
export const tryChannel = (channel_id: string) => known(server.POST(`${V1}/notices/channels/{channel_id}/test`, { params: { path: { channel_id } }, body: {} }));
export const deliveries = () => known(server.GET(`${V1}/notices/deliveries`, { params: { query: { limit: 20 } } }));
export const company = () => known(server.GET(`${V1}/notices/settings`));
export const templates = () => known(server.GET(`${V1}/message-templates`));
export const makeLink = (body: Schemas['LinkBody']) => known(server.POST(`${V1}/public-links`, { body }));
export const changeCompany = (body: SettingsChange) => known(server.PATCH(`${V1}/notices/settings`, { body }));
export const saveTemplate = (key: string, body: Schemas['TemplateBody']) => known(server.PUT(`${V1}/message-templates/{key}`, { params: { path: { key } }, body }));
