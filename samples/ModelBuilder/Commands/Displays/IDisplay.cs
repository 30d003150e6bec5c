using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>Shows events as they come; called by one thread at a time.</summary>
internal interface IDisplay : IDisposable
{
    void Show(RunEvent happened);
}
