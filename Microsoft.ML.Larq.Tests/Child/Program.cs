using System.Reflection;

// Runs the method of the second argument of the type of the first, with the others. It lies beside the tests and takes
// their dependencies, so that it finds them by name.
var type = Assembly.Load("Microsoft.ML.Larq.Tests").GetType(args[0], throwOnError: true)!;
var method = type.GetMethod(args[1], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
method.CreateDelegate<Action<string[]>>()(args[2..]);
