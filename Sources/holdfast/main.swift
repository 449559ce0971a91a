import Platform

Program.run(ProcessEnvironment.arguments())
