"""stub"""
from engine.feel.dmn.table import Table
def check(table: Table): return []
