def pickup(lab): pass
def jobs(lab): pass
