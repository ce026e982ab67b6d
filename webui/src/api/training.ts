/** The calls of training: one's own, exams, courses and their questions, the yearly plan. */
import { address, known, server, type Known } from './client';
import type { components } from './schema';

const V1 = '/api/v1' as const;
type Schemas = components['schemas'];
type Answer<Name extends keyof Schemas> = Known<Schemas[Name]>;
type Nullable<Names extends string, Kind = string> = { [Name in Names]: Kind | null };
export type Standing = Omit<Answer<'TrainingItem'>, 'due' | 'until' | 'case' | 'score' | 'department' | 'department_en'> & Nullable<'due' | 'until' | 'case' | 'department' | 'department_en'> & Nullable<'score', number>;
export type Course = Answer<'Course'>;
export type Option = { key: string; text: string; text_en?: string };
export type Question = Omit<Answer<'ExamQuestion'>, 'options' | 'right'> & { options: Option[]; right?: string[] };
export type QuestionBody = { kind: 'single' | 'multiple' | 'truefalse'; text: string; text_en: string; options: Option[]; right: string[]; explanation: string; explanation_en: string };
export type CourseBody = Partial<Omit<Course, 'key' | 'bank' | 'questions' | 'format'>> & { format?: 'online' | 'face_to_face' | 'workshop' };
export type Planned = Answer<'PlannedItem'>;
export type Result = Answer<'ExamResult'>;
export type Exam = Omit<Answer<'Exam'>, 'paper' | 'answers'> & { paper: Question[]; answers?: Record<string, string[]> };
export interface Mine {
  items: Standing[];
  gates: boolean;
  manages: boolean;
  leads: boolean;
}
interface Page<Item> {
  items: Item[];
}

const as = <Shape>(call: Promise<unknown>) => call as Promise<Shape>;
const of = (task_id: string) => ({ params: { path: { task_id } } });
const course = (key: string) => ({ params: { path: { key } } });

export const mine = () => as<Mine>(known(server.GET(`${V1}/training/mine`)));
export const due = () => as<Page<Standing>>(known(server.GET(`${V1}/training/due`)));
export const setGates = (gates: boolean) => known(server.PATCH(`${V1}/training/settings`, { body: { gates } }));
export const courses = () => as<Page<Course>>(known(server.GET(`${V1}/training/courses`)));
export const takeShipped = () => as<{ count: number }>(known(server.POST(`${V1}/training/shipped`, { body: {} })));
export const questions = (key: string) => as<Page<Question>>(known(server.GET(`${V1}/training/courses/{key}/questions`, course(key))));
export const saveCourse = (key: string, body: CourseBody) => as<Course>(known(server.PATCH(`${V1}/training/courses/{key}`, { ...course(key), body })));
export const saveQuestion = (key: string, body: QuestionBody, question_id?: string) =>
  question_id
    ? as<Question>(known(server.PATCH(`${V1}/training/courses/{key}/questions/{question_id}`, { params: { path: { key, question_id } }, body })))
    : as<Question>(known(server.POST(`${V1}/training/courses/{key}/questions`, { ...course(key), body })));
export const retire = (key: string, question_id: string) => known(server.DELETE(`${V1}/training/courses/{key}/questions/{question_id}`, { params: { path: { key, question_id } } }));
export const results = (key: string) => as<Page<Result>>(known(server.GET(`${V1}/training/courses/{key}/results`, course(key))));
export const sheet = (key: string) => address(`/training/courses/${key}/sheet`, {});
export const takeSheet = (key: string, file: File) => {
  const upload = {
    body: { file: '' },
    bodySerializer: () => {
      const form = new FormData();
      form.append('file', file, file.name);
      return form;
    },
  };
  return as<{ count: number }>(known(server.POST(`${V1}/training/courses/{key}/sheet`, { ...course(key), ...upload })));
};
export const plan = () => as<Page<Planned>>(known(server.GET(`${V1}/training/plan`)));
export const addPlanned = (body: { course: string; on: string; groups: string[] }) => known(server.POST(`${V1}/training/plan`, { body }));
export const removePlanned = (planned_id: string) => known(server.DELETE(`${V1}/training/plan/{planned_id}`, { params: { path: { planned_id } } }));
export const exam = (task: string) => as<Exam>(known(server.GET(`${V1}/exams/{task_id}`, of(task))));
export const begin = (task: string) => as<Exam>(known(server.POST(`${V1}/exams/{task_id}/begin`, { ...of(task), body: {} })));
export const keep = (task: string, answers: Record<string, string[]>) => known(server.PATCH(`${V1}/exams/{task_id}/answers`, { ...of(task), body: { answers } }));
export const handIn = (task: string) => as<Exam>(known(server.POST(`${V1}/exams/{task_id}/hand-in`, { ...of(task), body: {} })));
