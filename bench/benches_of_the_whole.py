def rollback(lab): pass
def rebuild(lab): pass
def footprint(lab): pass
def build(lab): pass
