/** One look for every page. The seven colours of the first block reach 4.5:1 on white, which the library's own do not. */
import type { ThemeConfig } from 'antd';

export const theme: ThemeConfig = {
  token: {
    // Who asked their system for less movement gets pages that stand still.
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    colorPrimary: '#0958d9',
    colorLink: '#0958d9',
    colorInfo: '#0958d9',
    colorError: '#c41d2b',
    colorTextPlaceholder: '#6b7280',
    colorTextDescription: '#5c6370',
    colorTextDisabled: '#767676',

    colorText: '#1f2733',
    colorTextSecondary: '#4b5563',
    colorTextTertiary: '#5c6370',
    colorSuccess: '#1f7a3d',
    colorSuccessBg: '#eefaf1',
    colorSuccessBorder: '#a9dab9',
    colorWarning: '#9a5b00',
    colorWarningBg: '#fff8ec',
    colorWarningBorder: '#ecd3a4',
    colorPrimaryHover: '#1a63dc',
    colorBgLayout: '#f4f6f9',
    colorBorderSecondary: '#e6e9ef',
    borderRadius: 6,
    fontFamily:
      '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  },
  components: {
    Layout: { headerBg: '#ffffff', headerHeight: 52, headerPadding: '0 16px', siderBg: '#ffffff', bodyBg: '#f4f6f9' },
    Menu: { itemHeight: 38, itemBorderRadius: 6, itemSelectedBg: '#e8f0fe', activeBarBorderWidth: 0 },
    Table: { headerBg: '#f8fafc', headerColor: '#4b5563', rowHoverBg: '#f5f8ff', rowSelectedBg: '#f3f7ff', rowSelectedHoverBg: '#eaf1ff', cellPaddingBlockSM: 9, cellPaddingInlineSM: 12 },
    Card: { headerFontSize: 14, headerHeight: 44, bodyPadding: 16, headerPadding: 16 },
    Descriptions: { itemPaddingBottom: 8 },
    Form: { itemMarginBottom: 16 },
    Timeline: { itemPaddingBottom: 12 },
  },
};
