/** Which language a reader reads before anybody said: what they chose on this device, else the browser's. */
export type Language = 'zh' | 'en';

const CHOICE = 'keflow.language';

export function chosen(): Language | null {
  const value = localStorage.getItem(CHOICE);
  return value === 'zh' || value === 'en' ? value : null;
}

export function keepChoice(language: Language) {
  localStorage.setItem(CHOICE, language);
}

export function ofReader(): Language {
  return chosen() ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}
