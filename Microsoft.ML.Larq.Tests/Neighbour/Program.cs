using System.Globalization;
using System.Reflection;
using Microsoft.ML.Larq.Tests.Neighbour;

// <what> <folder of weights> [as-shipped]: trains with Microsoft.ML.TorchSharp beside the library and says what came;
// with its assembly as the build fixed it, or as it is in its package. Started by NeighbourTests.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case [var what, var folder]:
        Scenario.Run(what, folder);
        break;
    case [var what, var folder, "as-shipped"]:
        var home = new AsShipped().LoadFromAssemblyPath(Assembly.GetExecutingAssembly().Location);
        home.GetType(typeof(Scenario).FullName!)!.GetMethod(nameof(Scenario.Run))!.Invoke(null, [what, folder]);
        break;
    default:
        throw new ArgumentException($"Unknown: {string.Join(' ', args)}.");
}
