/** What stands around every page: language, look, server data, and which address shows which page (its own chunk; the inbox comes along). */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { Problem } from './api/client';
import { Component as Inbox } from './pages/inbox/page';
import { Broken } from './shell/broken';
import { Frame } from './shell/frame';
import { SessionGate } from './shell/session';
import { LanguageProvider, useWords } from './text/language';
import { theme } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (count, failure) => failure instanceof Problem && (failure.status === 0 || failure.status >= 500) && count < 2,
    },
  },
});

const router = createBrowserRouter(
  [
    { path: '/signin', lazy: () => import('./pages/signin/page'), ErrorBoundary: Broken, HydrateFallback: () => null },
    {
      Component: SessionGate,
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
      children: [
        {
          Component: Frame,
          children: [
            {
              ErrorBoundary: Broken,
              children: [
                { index: true, element: <Navigate to="/inbox" replace /> },
                { path: 'inbox', Component: Inbox },
                { path: 'start', lazy: () => import('./pages/start/page') },
                { path: 'customers', lazy: () => import('./pages/customers/list') },
                { path: 'customers/:id', lazy: () => import('./pages/customers/page') },
                { path: 'records', lazy: () => import('./pages/records/page') },
                { path: 'cases', lazy: () => import('./pages/cases/list') },
                { path: 'cases/:id', lazy: () => import('./pages/cases/page') },
                { path: 'team', lazy: () => import('./pages/team/page') },
                { path: 'incidents', lazy: () => import('./pages/incidents/page') },
                { path: 'processes', lazy: () => import('./pages/processes/list') },
                { path: 'processes/:key', lazy: () => import('./pages/processes/page') },
                { path: 'forms', lazy: () => import('./pages/forms/list') },
                { path: 'forms/:key', lazy: () => import('./pages/forms/page') },
                { path: 'drafts', lazy: () => import('./pages/drafts/list') },
                { path: 'drafts/:id', lazy: () => import('./pages/drafts/page') },
                { path: 'drafts/:id/edit', lazy: () => import('./pages/drafts/edit') },
                { path: 'decisions', lazy: () => import('./pages/decisions/list') },
                { path: 'decisions/:key', lazy: () => import('./pages/decisions/page') },
                { path: 'notices', lazy: () => import('./pages/notices/page') },
                { path: 'reports/:key?', lazy: () => import('./pages/reports/page') },
                { path: 'handbook/:key?', lazy: () => import('./pages/handbook/page') },
                { path: 'training', lazy: () => import('./pages/training/page') },
                { path: 'exam/:task', lazy: () => import('./pages/training/exam') },
                { path: 'settings', lazy: () => import('./pages/settings/page') },
                { path: 'setup', lazy: () => import('./pages/setup/page') },
                { path: 'privacy', lazy: () => import('./pages/privacy/page') },
                { path: 'views', lazy: () => import('./pages/views/page') },
                { path: 'audit', lazy: () => import('./pages/audit/page') },
                { path: 'audit/cases/:id', lazy: () => import('./pages/audit/case') },
                { path: '*', lazy: () => import('./shell/missing') },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: '/app' },
);

function Look() {
  const { language } = useWords();
  return (
    <ConfigProvider theme={theme} locale={language === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <AntApp message={{ top: 60 }}>
        <RouterProvider router={router} />
      </AntApp>
    </ConfigProvider>
  );
}

function App() {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <Look />
      </QueryClientProvider>
    </LanguageProvider>
  );
}

export function show(root: HTMLElement) {
  createRoot(root).render(<App />);
}
