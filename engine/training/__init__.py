"""Training: courses by role and step, a bank of questions, exams, and what having passed allows somebody to do."""
